"""Choosing a passphrase in a form: typed or suggested, and once more from paper."""

from __future__ import annotations

from PySide6.QtCore import Qt

from intake_app.i18n import _
from ui.fields.form import Form
from ui.plain import Words
from ui.sign_in.passphrase_field import NewPassphraseField, PassphraseField, SuggestedPassphrase


def ask_new_passphrase(form: Form, label: Words) -> SuggestedPassphrase:
    """Add the questions ``passphrase`` and ``again`` with a suggestion between them.

    Taking the suggestion fills the first and puts the keyboard into the second: it is to be read
    from the paper. Returns the suggestion, which the page has to ``forget``.
    """
    suggestion = SuggestedPassphrase()
    form.add(
        "passphrase",
        NewPassphraseField(),
        label,
        required=True,
        wide=True,
        helper=lambda: _("Five or more words that do not belong together."),
    )
    form.add_widget(suggestion)
    form.add(
        "again",
        PassphraseField(),
        lambda: _("The same passphrase again, read from your paper"),
        required=True,
        wide=True,
    )

    def take(passphrase: str) -> None:
        form["passphrase"].set_value(passphrase)
        form["again"].set_value("")
        form["again"].line.setFocus(Qt.FocusReason.OtherFocusReason)

    suggestion.suggested.connect(take)
    return suggestion

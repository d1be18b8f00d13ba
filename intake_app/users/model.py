"""What makes a usable login and the founding of an office."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake_app.acts import Role
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import clean_text
from intake_app.vault.passphrase import passphrase_problem


@dataclass(frozen=True)
class NewUser:
    """A colleague to add. The label is public in the key file: initials or "desk 1", not a name."""

    label: str
    full_name: str
    role: Role
    passphrase: str

    def check(self, taken: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        """Raise InvalidInput with a sentence per field. ``taken`` holds the labels in use."""
        problems: dict[str, str] = {}
        label = clean_text(self.label)
        if not label:
            problems["label"] = _("Type a short sign-in name, such as initials or “desk 1”.")
        elif len(label.encode()) > 40:
            problems["label"] = _("Take a shorter sign-in name, at most 40 letters.")
        elif label.casefold() in {other.casefold() for other in taken}:
            problems["label"] = _("Somebody has this sign-in name already. Take another one.")
        if not clean_text(self.full_name):
            problems["full_name"] = _("Type the full name; it is kept inside the vault.")
        if problem := passphrase_problem(self.passphrase, (self.label, self.full_name)):
            problems["passphrase"] = problem
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class NewOffice:
    """The office that a new vault belongs to. The code starts every case number."""

    code: str
    name: str
    country: str
    address: str
    default_pack: str
    document_language: str

    def check(self) -> None:
        """Raise InvalidInput with a sentence per field."""
        problems: dict[str, str] = {}
        if not re.fullmatch(r"[A-Z][A-Z0-9]{1,5}", self.code):
            problems["code"] = _("Type 2 to 6 capital letters or digits, such as TUN or GN1.")
        if not clean_text(self.name):
            problems["name"] = _("Type the name of the office; it is printed on every paper.")
        if not self.country:
            problems["country"] = _("Choose the country of the office.")
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class LogQuestion:
    """Which lines of the audit log are wanted; "" takes all.

    ``user`` is a login, ``act`` a word of the act table, ``record`` an id, ``since`` a moment, UTC
    in ISO-8601.
    """

    user: str = ""
    act: str = ""
    record: str = ""
    since: str = ""


@dataclass(frozen=True)
class StaffMember:
    """A colleague as the screens show them."""

    id: str
    label: str
    role: Role
    full_name: str

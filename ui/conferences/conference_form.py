"""Planning a conference, or changing what is known of it: day, place, who sits on the committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake_app.conferences import service as conferences
from intake_app.conferences.model import Conference, Member
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.values import new_id
from ui.cases.short_form import ShortForm
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import TextBlock, TextLine, Tick
from ui.grants.board_screen import programme_of
from ui.messages import Messages
from ui.tasks import Tasks


class ConferenceForm(ShortForm):
    """The questions about one conference; an empty ``conference_id`` plans a new one.

    Signals: those of a page with questions.
    """

    help_page = "conferences"

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, conference_id: str = ""
    ) -> None:
        super().__init__(tasks, messages)
        self._session = session
        self._names = conferences.committees(session)
        self._conference: Conference | None = None
        self._taken = Conference(new_id(), "", "", session.today())
        self._add_questions()
        self.form["pack"].edited.connect(self._offer_name)
        self.saved.connect(self._open_new)
        self.retranslate()
        if conference_id:
            tasks.read(
                self,
                lambda: conferences.conference_view(session, conference_id).conference,
                self._open,
            )
        else:
            self._begin()

    def _add_questions(self) -> None:
        form, today = self.form, self._session.today
        form.add("pack", ChoiceList(self._programmes), lambda: _("Programme"), required=True)
        form.add("committee", TextLine(120), lambda: _("Committee"), required=True)
        form.add("held_on", DayEdit(today), lambda: _("Day of the conference"), required=True)
        form.add("starts", TextLine(20), lambda: _("Begins at"))
        form.add("place", TextLine(120), lambda: _("Place"))
        form.add("chair", TextLine(120), lambda: _("Chair"))
        form.add("secretary", TextLine(120), lambda: _("Minutes taken by"))
        form.add(
            "members",
            Rows(
                (
                    Column("name", lambda: TextLine(120), lambda: _("Name")),
                    Column("institution", lambda: TextLine(120), lambda: _("Institution")),
                    Column("present", lambda: Tick(lambda: _("present")), lambda: _("Presence")),
                ),
                what=lambda: _("Member"),
                add=lambda: _("Add a member"),
            ),
            lambda: _("Members of the committee"),
            wide=True,
        )
        form.add("remarks", TextBlock(1000, lines=3), lambda: _("Remarks"), wide=True)

    def _programmes(self) -> Sequence[Option]:
        """Those whose grants go before a committee; all where none does."""
        packs = self._names or self._session.packs
        return [Option(pack, programme_of(self._session, pack)) for pack in sorted(packs)]

    def _begin(self) -> None:
        usual = self._session.office.default_pack
        pack = usual if usual in self._names else None
        if len(self._names) == 1:
            pack = next(iter(self._names))
        self.form.set_values(
            {"pack": pack, "committee": self._names.get(pack or ""), "held_on": None}
        )

    def _offer_name(self) -> None:
        """The committee of the chosen programme, unless another name was typed."""
        typed = self.form["committee"].value()
        if not typed or typed in self._names.values():
            self.form["committee"].set_value(self._names.get(self.form["pack"].value() or "", ""))

    def _open(self, conference: Conference) -> None:
        self._conference = self._taken = conference
        self.form.set_values(
            {
                "pack": conference.pack,
                "committee": conference.committee,
                "held_on": conference.held_on,
                "starts": conference.starts,
                "place": conference.place,
                "chair": conference.chair,
                "secretary": conference.secretary,
                "members": [
                    {
                        "name": member.name,
                        "institution": member.institution,
                        "present": member.present,
                    }
                    for member in conference.members
                ],
                "remarks": conference.remarks,
            }
        )
        self.retranslate()

    def take(self) -> None:
        """Take what is typed along."""
        typed = self.form.values()
        members = tuple(
            Member(row["name"] or "", row["institution"] or "", bool(row["present"]))
            for row in typed["members"]
        )
        self._taken = replace(self._taken, **{**typed, "members": members})

    def put(self) -> Conference:
        """Save the conference."""
        return conferences.save_conference(self._session, self._taken)

    def _open_new(self, saved: Conference) -> None:
        if self._conference is None:  # what was planned is opened: its agenda comes next
            self.destination_chosen.emit("conference", saved.id)

    def retranslate(self) -> None:
        """Every text of the page."""
        one = self._conference
        where = _("conference {number}").format(number=one.number) if one else _("new conference")
        self.title.set_title(_("Case conferences"), where)
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))

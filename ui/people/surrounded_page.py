"""A profile page with what stands around the person: household, and rights about the data.

Both stand far down and are built when the page is painted already, or as soon as somebody asks.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from intake_app.i18n import _
from intake_app.people.model import Person
from ui.people.age_notice import AgeNotice
from ui.people.household_panel import HouseholdPanel
from ui.people.profile_page import ProfilePage
from ui.rights.rights_card import RightsCard


class SurroundedPage(ProfilePage):
    """The last two sections. The last class calls ``add_around`` once, and ``show_around`` whenever
    another record is on the page."""

    _household: HouseholdPanel | None = None
    _rights: RightsCard | None = None
    age: AgeNotice | None = None

    def add_around(self) -> None:
        """Name the sections now, build them later."""
        self.form.add_section("household", lambda: _("Household"))
        self.form.build_later("household", self._add_household)
        self.form.add_section("rights", lambda: _("Data protection"))
        self.form.build_later("rights", self._add_rights)

    @property
    def household(self) -> HouseholdPanel:
        """The people whom the person lives with."""
        self.form.complete()
        assert self._household is not None
        return self._household

    @property
    def rights(self) -> RightsCard:
        """What the person may ask for about their data."""
        self.form.complete()
        assert self._rights is not None
        return self._rights

    def start_relative(self) -> None:
        """A new profile of somebody in the same household."""
        raise NotImplementedError

    def keep_draft(self) -> None:
        """Also who was just being linked."""
        super().keep_draft()
        if self._household is not None:
            self._household.keeper.keep_now()

    def show_age(self, person: Person | None) -> None:
        """The corrected age that waits for a colleague, above everything else; built if any is."""
        if self.age is None and person is not None and person.age_to_look_at:
            self.age = AgeNotice(self._session, self._tasks, self.bar, self._page)
            column = self._page.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(column.indexOf(self.bar) + 1, self.age)
        if self.age is not None:
            self.age.show_person(person)

    def show_around(self) -> None:
        """Household and rights of the person, as far as they stand on the page."""
        record = self._record
        if self._household is not None:
            members = record.members if record else []
            self._household.show_members(record.person if record else None, members)
        if self._rights is None:
            return
        if record is None:
            self._rights.show_nobody()
        else:
            person, case = record.person, next(iter(record.cases), None)
            self._rights.show_person(person.id, case.id if case else person.id, person.language)

    def _add_household(self) -> None:
        home = self._household = HouseholdPanel(self._session, self._tasks)
        self.form.add_widget(home)
        home.relative_wanted.connect(self.start_relative)
        home.person_chosen.connect(lambda id_: self.destination_chosen.emit("person", id_))
        home.changed.connect(self.reload)
        home.restored.connect(self._say_linking)
        home.acts.said.connect(self.bar.success)
        home.acts.refused.connect(self.bar.error)
        home.acts.undo_offered.connect(self.bar.undo)
        self.show_around()

    def _add_rights(self) -> None:
        self._rights = RightsCard(self._session, self._tasks)
        self.form.add_widget(self._rights)
        self._rights.destination_chosen.connect(self.destination_chosen)
        self.show_around()

    def _say_linking(self) -> None:
        if not self.bar.text():
            self.bar.warning(
                _("Here is what you typed before. It is not saved yet."),
                action=lambda: _("Household"),
                on_action=lambda: self.form.jump_to_section("household"),
            )

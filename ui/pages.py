"""The pages of the rail and the commands of the palette: what each role finds on the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from intake_app.acts import Act
from intake_app.i18n import OWN_NAMES, _
from intake_app.search import Found
from intake_app.session import Session
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.arrivals.arrival_desk import ArrivalDesk
from ui.arrivals.arrival_form import ArrivalForm
from ui.arrivals.arrivals_screen import ArrivalsScreen
from ui.arrivals.import_page import ImportPage
from ui.arrivals.roll_page import RollPage
from ui.cases.find_screen import CasesScreen
from ui.complaints.complaint_form import ComplaintForm
from ui.conferences.conference_form import ConferenceForm
from ui.conferences.conference_page import ConferencePage
from ui.conferences.conferences_screen import ConferencesScreen
from ui.documents.blank_forms_page import BlankFormsPage
from ui.followups.followups_screen import FollowUpsScreen
from ui.followups.workload_page import HandOverForm, WorkloadPage
from ui.grants.board_screen import BoardScreen
from ui.messages import Messages
from ui.needs.round_form import RoundForm
from ui.office.office_screen import OfficeScreen
from ui.palette import Command, Hit
from ui.referrals.directory_screen import DirectoryScreen
from ui.referrals.referrals_screen import ReferralsScreen
from ui.screen import Screen
from ui.sync.outbox_screen import OutboxScreen
from ui.tasks import Tasks
from ui.today.today_screen import TodayScreen

Factory = Callable[[Session, Tasks, Messages], Screen]


@dataclass(frozen=True)
class Page:
    """A line of the rail: who sees it is decided by an act that belongs to it."""

    key: str
    icon: str
    title: Callable[[], str]
    screen: Factory
    act: Act | None = None


SCREENS: tuple[Page, ...] = (
    Page("today", "clock", lambda: _("Today"), TodayScreen),
    Page("cases", "folder-open", lambda: _("Cases"), CasesScreen),
    Page("arrivals", "plane-landing", lambda: _("Arrivals"), ArrivalsScreen),
    Page("grants", "coins", lambda: _("Plans and grants"), BoardScreen, Act.CONFERENCE_SAVED),
    Page("referrals", "hand-heart", lambda: _("Referrals"), ReferralsScreen),
    Page("follow_ups", "calendar-clock", lambda: _("Follow-ups"), FollowUpsScreen),
    Page("approvals", "badge-check", lambda: _("Approvals"), ApprovalsScreen, Act.PLAN_APPROVED),
    Page("outbox", "send", lambda: _("Outbox"), OutboxScreen, Act.BATCH_SEALED),
    Page("directory", "book-user", lambda: _("Directory"), DirectoryScreen),
    Page("office", "building-2", lambda: _("Office"), OfficeScreen),
)

ABOUT_ARRIVALS: dict[str, Callable[[Session, Tasks, Messages, str], Screen]] = {
    "arrival": RollPage,
    "arrival_form": ArrivalForm,
    "arrival_list": ImportPage,
    "arrival_desk": ArrivalDesk,
    "arrival_round": RoundForm,
    "conferences": ConferencesScreen,
    "conference": ConferencePage,
    "conference_form": ConferenceForm,
    "complaint_form": ComplaintForm,
    "blank_forms": BlankFormsPage,
    "workload": WorkloadPage,
    "hand_over": HandOverForm,
}
"""Pages that open on top of another, by the kind of what they are about."""


def pages_of(session: Session) -> list[Page]:
    """The pages that this role works with."""
    return [page for page in SCREENS if page.act is None or session.may(page.act)]


def _for(session: Session, act: Act, command: Command) -> list[Command]:
    return [command] if session.may(act) else []


def commands_of(session: Session) -> list[Command]:
    """Everything that can be done from anywhere."""
    return [
        Command("new_person", lambda: _("Register a new person"), "user-plus", "Ctrl+N"),
        *(Command(f"show:{page.key}", page.title, page.icon) for page in pages_of(session)),
        *_for(
            session,
            Act.CONFERENCE_SAVED,
            Command("open:conferences", lambda: _("Case conferences"), "users"),
        ),
        Command(
            "open:complaint_form",
            lambda: _("Write a complaint or feedback down"),
            "message-square",
        ),
        Command("open:blank_forms", lambda: _("Blank forms to print"), "printer"),
        *_for(
            session,
            Act.BACKUP_MADE,
            Command("back_up", lambda: _("Back up now"), "hard-drive-download"),
        ),
        Command("help", lambda: _("Help"), "circle-help", "F1"),
        Command("lock", lambda: _("Lock the desk"), "lock", "Ctrl+L"),
        Command("blank", lambda: _("Hide everything"), "eye-off", "F12"),
        *(
            Command(f"language:{code}", partial(str, name), "languages")
            for code, name in OWN_NAMES.items()
        ),
    ]


def hit_of(found: Found) -> Hit:
    """A line of the search as the palette shows it."""
    kind, about = ("case", found.case_id) if found.case_id else ("person", found.person_id)
    return Hit(
        kind,
        about or "",
        found.display_name,
        found.case_number or _("no case yet"),
        "link" if found.is_linked else "user",
    )

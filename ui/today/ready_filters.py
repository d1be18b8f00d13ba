"""The ready filters of the wall: whose, how near, and of what kind; and what each one asks."""

from __future__ import annotations

from collections.abc import Callable

from intake_app.deadlines import service as deadlines
from intake_app.deadlines.model import Asked, Counts, Family, Group
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.lists.filter_list import Filter
from ui.plain import Words
from ui.today.places import ICONS, LOOK
from ui.tokens import Tone

ALL, MINE, EMERGENCIES, GROUP, FAMILY = "all", "mine", "emergencies", "group:", "family:"


def asked_by(key: str, text: str) -> Asked:
    """What a filter asks, together with what was typed."""
    if key.startswith(GROUP):
        return Asked(group=Group(int(key.removeprefix(GROUP))), text=text)
    if key.startswith(FAMILY):
        return Asked(family=Family(key.removeprefix(FAMILY)), text=text)
    return Asked(mine=key == MINE, emergencies=key == EMERGENCIES, text=text)


def ready_filters(session: Session, counts: Counts | None) -> list[Filter]:
    """All that this role can choose, with their counts once they are counted."""

    def ready(key: str, words: Words, icon: str, tone: Tone = Tone.NEUTRAL) -> Filter:
        count = deadlines.total(counts, asked_by(key, "")) if counts else None
        return Filter(key, words, count, icon, tone)

    families = {kind.family for kind in deadlines.kinds_for(session)}
    whose = [
        ready(ALL, lambda: _("Everybody’s"), "users"),
        ready(MINE, lambda: _("Mine"), "user"),
    ]
    return [
        *(reversed(whose) if deadlines.asked_first(session).mine else whose),
        ready(EMERGENCIES, lambda: _("Emergencies"), "flag", Tone.DANGER),
        *(
            ready(f"{GROUP}{group.value}", _word("deadline_group", str(group.value)), *LOOK[group])
            for group in Group
        ),
        *(
            ready(FAMILY + family, _word("deadline_family", family), ICONS[family])
            for family in Family
            if family in families
        ),
    ]


def _word(kind: str, code: str) -> Callable[[], str]:
    return lambda: word(kind, code)

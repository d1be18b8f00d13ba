"""The wall as rows: one statement over all kinds that somebody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from intake_app.deadlines.kinds import OF_KEY, Kind
from intake_app.deadlines.model import HORIZON, Asked, Edges, Group, Line, Tally, When
from intake_app.packs.model import Pack, Period, Start
from intake_app.people.model import ADULT_AGE
from intake_app.plans.term import PLAN_DUE
from intake_app.referrals.model import STALE_AFTER
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

PACKAGE_END = "package_end"
"""The deadline of a pack after which nothing can be given any more."""

LATELY = 7
"""Days for which what is past help still stands on the wall, as a package that has ended."""

PLAN_AWAITED = 366
"""Days for which a case without a plan stands on the wall, or as long as any package lasts. Later
there is nothing left to plan for: the list of cases has it until somebody closes it."""

CLOCK_AWAITED = 92
"""Days for which a time limit of a programme stands on the wall that nobody has ended: RIAT has
rejected such a case by itself long before. With 25,000 a year a longer time would be felt."""

Values = dict[str, object]

_EDGES = {When.MOMENT: "m", When.DAY: "d"}
_ORDER = {When.MOMENT: "due", When.DAY: "due || 'T24'", When.WAITS: "'~' || due"}
"""Within a group: moments before the end of their day, what only waits in the end."""


def values(edges: Edges, packs: Mapping[str, Pack], me: str, days_to_backup: int) -> Values:
    """What the places of the statements stand for."""
    today = edges.today
    plan_terms = {key: one for key, pack in packs.items() if (one := _plan_term(pack))}
    end_terms = {key: one for key, pack in packs.items() if (one := _end_term(pack))}
    lately = today - timedelta(days=LATELY)
    longest = max((_longest_days(one) for one in end_terms.values()), default=0)
    return {
        **{f"m{place}": edge for place, edge in enumerate(edges.moments)},
        **{f"d{place}": edge for place, edge in enumerate(edges.days)},
        "me": me,
        "today": today.isoformat(),
        "stale": (datetime.fromisoformat(edges.moments[0]) - STALE_AFTER).isoformat(),
        "lately": lately.isoformat(),
        "plan_terms": _modifiers(plan_terms),
        "plan_from": (today - timedelta(days=max(longest, PLAN_AWAITED))).isoformat(),
        "clocks": _clocks(packs, today),
        "ends": _ends(end_terms, lately, today + timedelta(days=HORIZON)),
        "adult_if_born_by": _years_before(today, ADULT_AGE).isoformat(),
        "backup_term": f"+{days_to_backup} days",
    }


def _plan_term(pack: Pack) -> Period | None:
    deadline = pack.deadline(PLAN_DUE)
    return deadline.period if deadline and deadline.start is Start.ARRIVAL else None


def _end_term(pack: Pack) -> Period | None:
    """Until when something can be given: as the programme says, or with its longest package."""
    if deadline := pack.deadline(PACKAGE_END):
        return deadline.period
    windows = [package.window for package in pack.packages if package.window]
    return max(windows, key=lambda window: window.days + 30 * window.months, default=None)


def _modifiers(terms: Mapping[str, Period]) -> str:
    return canonical_json({pack: _modifier(term) for pack, term in terms.items()})


def _modifier(term: Period) -> str:
    """A term as SQLite adds it to a day; with "floor" it counts months as ``Period`` does."""
    return f"+{term.days} days" if term.days else f"+{term.months} months"


def _longest_days(term: Period) -> int:
    return term.days + 31 * term.months


def _ends(terms: Mapping[str, Period], first: date, last: date) -> str:
    """For each term the arrivals from which on it ends between these days, and its programmes."""
    packs_of: dict[Period, list[str]] = {}
    for pack, term in terms.items():
        packs_of.setdefault(term, []).append(pack)
    return canonical_json(
        [
            {
                "term": _modifier(term),
                "packs": f" {' '.join(packs)} ",
                "first": (first - timedelta(days=_longest_days(term))).isoformat(),
                "last": (last - timedelta(days=term.days + 28 * term.months)).isoformat(),
            }
            for term, packs in packs_of.items()
        ]
    )


def _clocks(packs: Mapping[str, Pack], today: date) -> str:
    """Each time limit that runs from a day that is asked, with the days from which it is near."""
    return canonical_json(
        [
            {
                "pack": key,
                "id": one.id,
                "since": one.since,
                "until": one.until,
                "term": _modifier(one.period),
                "first": (today - timedelta(days=CLOCK_AWAITED)).isoformat(),
                "last": (today + timedelta(days=HORIZON)).isoformat(),
            }
            for key, pack in packs.items()
            for one in pack.deadlines
            if one.since
        ]
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


# ---------------------------------------------------------------------------- statements

_MEANT = (
    "WITH meant AS MATERIALIZED (SELECT case_file.id FROM person_words JOIN person ON person.key ="
    " person_words.rowid JOIN case_file ON case_file.person_id = person.id"
    " WHERE person_words MATCH :words) "
)
_WHO = (
    ", coalesce(case_file.number, '') AS case_number, coalesce(family_name, '') AS family_name,"
    " coalesce(given_names, '') AS given_names FROM ("
)
_JOINED = (
    ") AS found LEFT JOIN case_file ON case_file.id = found.case_id"
    " LEFT JOIN person ON person.id = case_file.person_id"
)
_SORTED = " ORDER BY grp, calm, sort, place, record"


def _group(kind: Kind) -> str:
    if kind.when is When.WAITS:
        return str(int(Group.TODAY))
    if kind.is_emergency:
        return "due >= :m0"
    edge = _EDGES[kind.when]
    return f"(due >= :{edge}0) + (due >= :{edge}1) + (due >= :{edge}2)"


def _conditions(kind: Kind, asked: Asked, *, text: bool) -> list[str]:
    found = ["due IS NOT NULL"]
    if kind.is_emergency:
        if asked.group is not None:
            found.append("due < :m0" if asked.group is Group.OVERDUE else "due >= :m0")
    elif kind.when is not When.WAITS:
        edge, group = _EDGES[kind.when], asked.group
        if group:
            found.append(f"due >= :{edge}{group - 1}")
        found.append(f"due < :{edge}{Group.LATER if group is None else group}")
    if asked.mine:
        found.append("owner IN (:me, '')")
    if text:
        found.append("case_id IN (SELECT id FROM meant)")
    return found


def _is_asked(kind: Kind, asked: Asked) -> bool:
    return (
        asked.family in (None, kind.family)
        and (kind.is_emergency or not asked.emergencies)
        and (
            asked.group in (None, Group.TODAY)
            or (kind.when is not When.WAITS and not kind.is_emergency)
            or (kind.is_emergency and asked.group is Group.OVERDUE)
        )
    )


@cache
def _finding(keys: tuple[str, ...], asked: Asked, *, text: bool) -> str:
    """The wall of these kinds; empty if none of them is asked for. ``asked.text`` is empty."""
    parts = [
        "SELECT * FROM (SELECT '"
        + kind.key
        + f"' AS kind, {place} AS place, {int(not kind.is_emergency)} AS calm, record, case_id,"
        + f" owner, due, note, {_group(kind)} AS grp, {_ORDER[kind.when]} AS sort FROM ("
        + kind.sql
        + ") WHERE "
        + " AND ".join(_conditions(kind, asked, text=text))
        + " ORDER BY due, record LIMIT :most)"
        for place, kind in enumerate(OF_KEY[key] for key in keys)
        if _is_asked(kind, asked)
    ]
    if not parts:
        return ""
    union = " UNION ALL ".join(parts) + _SORTED + " LIMIT :limit OFFSET :offset"
    found = "SELECT found.*" + _WHO + "SELECT * FROM (" + union + ")" + _JOINED + _SORTED
    return (_MEANT if text else "") + found


def find(
    db: Connection,
    keys: tuple[str, ...],
    asked: Asked,
    places: Values,
    words: str,
    *,
    limit: int,
    offset: int,
) -> list[Line]:
    """Lines of these kinds in the order of the wall. ``words`` is an FTS5 expression, or empty."""
    statement = _finding(keys, replace(asked, text=""), text=bool(words))
    if not statement:
        return []
    bound = {**places, "words": words, "limit": limit, "offset": offset, "most": limit + offset}
    return [_line(row) for row in db.execute(statement, bound)]


def _line(row: Row) -> Line:
    return Line(
        kind=row["kind"],
        record=row["record"],
        case_id=row["case_id"],
        owner=row["owner"],
        due=row["due"],
        note=str(row["note"]),
        group=Group(row["grp"]),
        case_number=row["case_number"],
        person=f"{row['family_name'].upper()} {row['given_names']}".strip(),
    )


@cache
def _counting(keys: tuple[str, ...], *, text: bool) -> str:
    parts = [
        "SELECT '"
        + kind.key
        + f"' AS kind, {_group(kind)} AS grp, count(*) AS count,"
        + " sum(owner IN (:me, '')) AS mine, "
        + ("min(CASE WHEN due >= :m0 THEN due END)" if kind.when is When.MOMENT else "NULL")
        + " AS next FROM ("
        + kind.sql
        + ") WHERE "
        + " AND ".join(_conditions(kind, Asked(), text=text))
        + " GROUP BY 2"
        for kind in (OF_KEY[key] for key in keys)
    ]
    return (_MEANT if text else "") + " UNION ALL ".join(parts)


def count(
    db: Connection, keys: tuple[str, ...], places: Values, words: str = ""
) -> tuple[list[Tally], str | None]:
    """How many lines of each kind stand in each group, and the next moment at which one of them is
    due."""
    if not keys:
        return [], None
    statement = _counting(keys, text=bool(words))
    rows = db.execute(statement, {**places, "words": words}).fetchall()
    tallies = [Tally(row["kind"], Group(row["grp"]), row["count"], row["mine"]) for row in rows]
    return tallies, min((row["next"] for row in rows if row["next"]), default=None)

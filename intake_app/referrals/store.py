"""The service directory and referrals as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from intake_app.referrals.model import (
    Channel,
    Direction,
    Passage,
    Record,
    Referral,
    ReferralLine,
    ReferralState,
    Step,
    Urgency,
)
from intake_app.referrals.provider import Provider
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

_PROVIDER = (
    "id, revision, name, sector, area, contact, phone, address, languages, cost, opening,"
    " verified_on, active, also, speaks, area_code, area_version, open_days, capacity, email,"
    " trust, source"
)
_REFERRAL = (
    "id, revision, case_id, provider_id, consent_id, number, sector, reason, urgency, state,"
    " answer, author, referred_at, direction, passage, shared, withheld, appointment,"
    " their_number, rating, rating_note, rated_at, steps, their_name"
)


def put_provider(db: Connection, provider: Provider) -> None:
    """Insert or replace an entry of the directory."""
    db.execute(
        f"INSERT INTO provider ({_PROVIDER})"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,"
        " sector = excluded.sector, area = excluded.area, contact = excluded.contact,"
        " phone = excluded.phone, address = excluded.address, languages = excluded.languages,"
        " cost = excluded.cost, opening = excluded.opening,"
        " verified_on = excluded.verified_on, active = excluded.active, also = excluded.also,"
        " speaks = excluded.speaks, area_code = excluded.area_code,"
        " area_version = excluded.area_version, open_days = excluded.open_days,"
        " capacity = excluded.capacity, email = excluded.email, trust = excluded.trust,"
        " source = excluded.source",
        (
            provider.id, provider.revision, provider.name, provider.sector, provider.area,
            provider.contact, provider.phone, provider.address, provider.languages,
            provider.cost, provider.opening, provider.verified_on, int(provider.active),
            " ".join(provider.also), " ".join(provider.speaks), provider.area_code,
            provider.area_version, provider.open_days, provider.capacity, provider.email,
            provider.trust, provider.source,
        ),
    )  # fmt: skip


def provider(db: Connection, provider_id: str) -> Provider | None:
    """One entry of the directory by its id."""
    row = db.execute(f"SELECT {_PROVIDER} FROM provider WHERE id = ?", (provider_id,)).fetchone()
    return _provider(row) if row else None


def providers(db: Connection) -> list[Provider]:
    """The whole directory, by name."""
    rows = db.execute(f"SELECT {_PROVIDER} FROM provider ORDER BY name, id")
    return [_provider(row) for row in rows]


def _provider(row: Row) -> Provider:
    return Provider(
        **{
            **dict(row),
            "active": bool(row["active"]),
            "also": tuple(row["also"].split()),
            "speaks": tuple(row["speaks"].split()),
        }
    )


# ---------------------------------------------------------------------------- referrals


def put(db: Connection, referral: Referral) -> None:
    """Insert a referral or write its new state, with when it is due and last moved."""
    due = referral.due()
    db.execute(
        f"INSERT INTO referral ({_REFERRAL}, due_at, moved_at, answered_at)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state,"
        " answer = excluded.answer, appointment = excluded.appointment,"
        " rating = excluded.rating, rating_note = excluded.rating_note,"
        " rated_at = excluded.rated_at, steps = excluded.steps, due_at = excluded.due_at,"
        " moved_at = excluded.moved_at, answered_at = excluded.answered_at",
        (
            referral.id, referral.revision, referral.case_id, referral.provider_id,
            referral.consent_id, referral.number, referral.sector, referral.reason,
            referral.urgency.value, referral.state.value, referral.answer, referral.author,
            referral.referred_at, referral.direction.value,
            referral.passage.value if referral.passage else "", " ".join(referral.shared),
            " ".join(referral.withheld), referral.appointment, referral.their_number,
            referral.rating, referral.rating_note, referral.rated_at,
            canonical_json(referral.steps), referral.their_name, due.isoformat() if due else None,
            referral.moved_at, referral.answered_at or None,
        ),
    )  # fmt: skip


def get(db: Connection, referral_id: str) -> Referral | None:
    """One referral by its id."""
    row = db.execute(f"SELECT {_REFERRAL} FROM referral WHERE id = ?", (referral_id,)).fetchone()
    return _referral(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Referral]:
    """A case's referrals in the order they were made."""
    rows = db.execute(
        f"SELECT {_REFERRAL} FROM referral WHERE case_id = ? ORDER BY number", (case_id,)
    )
    return [_referral(row) for row in rows]


def ids_of_code(db: Connection, begin: str) -> list[str]:
    """The ids that begin with these eight figures: one, hardly ever two."""
    rows = db.execute(
        "SELECT id FROM referral WHERE substr(id, 1, 8) = ? ORDER BY referred_at DESC", (begin,)
    )
    return [row["id"] for row in rows]


def open_of_person(db: Connection, person_id: str) -> list[Referral]:
    """The open referrals in all cases of a person."""
    rows = db.execute(
        f"SELECT {_REFERRAL} FROM referral WHERE due_at IS NOT NULL AND case_id IN"
        " (SELECT id FROM case_file WHERE person_id = ?) ORDER BY referred_at",
        (person_id,),
    )
    return [_referral(row) for row in rows]


def _referral(row: Row) -> Referral:
    return Referral(
        **{
            **dict(row),
            "urgency": Urgency(row["urgency"]),
            "state": ReferralState(row["state"]),
            "direction": Direction(row["direction"]),
            "passage": Passage(row["passage"]) if row["passage"] else None,
            "shared": tuple(row["shared"].split()),
            "withheld": tuple(row["withheld"].split()),
            "steps": tuple(_step(step) for step in json.loads(row["steps"])),
        }
    )


def _step(step: dict[str, Any]) -> Step:
    return Step(**{**step, "state": ReferralState(step["state"]), "how": Channel(step["how"])})


# ---------------------------------------------------------------------------- how a service does


_COUNTS = (
    "SELECT provider_id, sum(state IN ('accepted', 'done')) AS accepted,"
    " sum(state IN ('accepted', 'done', 'rejected')) AS answered,"
    " sum(state IN ('in_progress', 'accepted')) AS open"
    " FROM referral WHERE direction = 'out' GROUP BY provider_id"
)
_MIDDLE = (
    "WITH waited AS (SELECT provider_id,"
    " julianday(answered_at) - julianday(referred_at) AS days,"
    " row_number() OVER (PARTITION BY provider_id"
    " ORDER BY julianday(answered_at) - julianday(referred_at)) AS place,"
    " count(*) OVER (PARTITION BY provider_id) AS number"
    " FROM referral WHERE direction = 'out' AND answered_at IS NOT NULL)"
    " SELECT provider_id, CAST(round(days) AS INTEGER) AS days FROM waited"
    " WHERE place = (number + 1) / 2"
)
_RATINGS = (
    "SELECT provider_id, CAST(round(avg(rating) * 10) AS INTEGER) AS rating, count(*) AS rated"
    " FROM referral WHERE rating > 0 GROUP BY provider_id"
)


def records(db: Connection) -> dict[str, Record]:
    """What our referrals say, by the id of the service; services without any are missing."""
    days = {row["provider_id"]: row["days"] for row in db.execute(_MIDDLE)}
    rated = {row["provider_id"]: row for row in db.execute(_RATINGS)}
    found = {}
    for row in db.execute(_COUNTS):
        one = row["provider_id"]
        rating = rated.get(one)
        found[one] = Record(
            row["accepted"], row["answered"], days.get(one), row["open"],
            rating["rating"] if rating else None, rating["rated"] if rating else 0,
        )  # fmt: skip
    return found


# ---------------------------------------------------------------------------- all referrals


_CONDITION = {
    "open": "due_at IS NOT NULL",
    "mine": "due_at IS NOT NULL AND :me IN (referral.author, case_file.counsellor)",
    "waiting": "due_at IS NOT NULL AND referral.state = 'in_progress'",
    "overdue": "due_at < :now AND due_at IS NOT NULL AND referral.state = 'in_progress'",
    "stale": "moved_at < :stale AND due_at IS NOT NULL",
    "to_revoke": "due_at IS NOT NULL AND referral.id IN (SELECT value FROM json_each(:lost))",
    "to_rate": "referral.state = 'done' AND rating = 0 AND direction = 'out'",
    "received": "direction = 'in'",
    "all": "1",
}
_DUE_FIRST = "due_at, referral.rowid"
_ORDER = {
    "open": _DUE_FIRST,
    "mine": _DUE_FIRST,
    "waiting": _DUE_FIRST,
    "overdue": _DUE_FIRST,
    "to_revoke": _DUE_FIRST,
    "stale": "moved_at, referral.rowid",
    "to_rate": "moved_at, referral.rowid",
    "received": "referred_at DESC, referral.rowid DESC",
    "all": "referral.rowid DESC",
}
_WITH_CASE = " FROM referral JOIN case_file ON case_file.id = referral.case_id"
_JOINED = (
    " FROM referral JOIN case_file ON case_file.id = referral.case_id"
    " JOIN person ON person.id = case_file.person_id"
    " JOIN provider ON provider.id = referral.provider_id"
)
_MATCHING = (
    " AND (referral.id IN (SELECT value FROM json_each(:coded))"
    " OR referral.provider_id IN (SELECT value FROM json_each(:services))"
    " OR case_file.person_id IN (SELECT id FROM person WHERE key IN"
    " (SELECT rowid FROM person_words WHERE person_words MATCH :words"
    " ORDER BY rowid DESC LIMIT 500)))"
)
_LINES = (
    "SELECT referral.id, referral.case_id, case_file.number AS case_number, person.id AS person_id,"
    " person.family_name, person.given_names, coalesce(case_file.counsellor, '') AS counsellor,"
    " provider.id AS provider_id, provider.name AS provider, referral.sector, referral.urgency,"
    " referral.state, direction, referral.author, referred_at, coalesce(due_at, '') AS due_at,"
    f" moved_at, rating, referral.number{_JOINED}"
)


def lines(
    db: Connection, ready: str, values: dict[str, Any], limit: int, offset: int
) -> list[ReferralLine]:
    """A page of the list under one of the ready filters. ``values``: me, now, stale, lost (JSON
    list of ids), and where something was typed words (FTS5), coded and services (JSON lists)."""
    matching = _MATCHING if "words" in values else ""
    sql = _LINES + " WHERE " + _CONDITION[ready] + matching + " ORDER BY " + _ORDER[ready]
    sql += " LIMIT :limit OFFSET :offset"
    rows = db.execute(sql, {**values, "limit": limit, "offset": offset})
    return [_line(row) for row in rows]


def count_lines(db: Connection, ready: str, values: dict[str, Any]) -> int:
    """How many lines a ready filter has."""
    matching = _MATCHING if "words" in values else ""
    tables = _WITH_CASE if matching or ready == "mine" else " FROM referral"
    sql = "SELECT count(*)" + tables + " WHERE " + _CONDITION[ready] + matching
    return int(db.execute(sql, values).fetchone()[0])


def line(db: Connection, referral_id: str) -> ReferralLine | None:
    """One line by the id of the referral."""
    row = db.execute(f"{_LINES} WHERE referral.id = ?", (referral_id,)).fetchone()
    return _line(row) if row else None


def lines_of(db: Connection, ids: Iterable[str]) -> list[ReferralLine]:
    """The lines of these referrals, the first due first."""
    rows = db.execute(
        f"{_LINES} WHERE referral.id IN (SELECT value FROM json_each(?)) ORDER BY due_at",
        (json.dumps(sorted(ids)),),
    )
    return [_line(row) for row in rows]


def _line(row: Row) -> ReferralLine:
    body = dict(row)
    family, given = body.pop("family_name"), body.pop("given_names")
    return ReferralLine(
        **{
            **body,
            "person": f"{family.upper()} {given}".strip(),
            "urgency": Urgency(row["urgency"]),
            "state": ReferralState(row["state"]),
            "direction": Direction(row["direction"]),
        }
    )

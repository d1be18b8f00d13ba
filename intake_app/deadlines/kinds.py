"""Every kind of deadline: what is due, when, who sees it, and where it leads.

To add one, write one more ``Kind``: its SQL gives one row for each thing that is due, with the
columns ``record, case_id, owner, due, note`` (``model.Line``); its words are in ``words_today``.
Give it an index of the open rows that begins with ``due``: the wall reads the first hundred of each
kind, and counts all. Values come through the places that ``store.values`` fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.acts import Act
from intake_app.deadlines.model import Family, When
from intake_app.grants.store import sum_of


@dataclass(frozen=True)
class Kind:
    """``act``: whoever may do it, sees what is due. ``leads`` is a place of the desk; it opens for
    the case, or for the record where ``about_record``. ``is_emergency`` stands first in its group.
    """

    key: str
    family: Family
    when: When
    act: Act
    leads: str
    sql: str
    about_record: bool = False
    is_emergency: bool = False


_REFERRAL = (
    "SELECT referral.id AS record, case_id, coalesce(counsellor, author) AS owner,"
    " due_at AS due, '' AS note FROM referral INDEXED BY referral_waiting"
    " JOIN case_file INDEXED BY case_leader ON case_file.id = case_id"
    " WHERE due_at IS NOT NULL AND state = 'in_progress'"
)
_REFERRED = f"{_REFERRAL} AND direction = 'out'"
_NEWS = (
    "SELECT referral.id AS record, case_id, coalesce(counsellor, author) AS owner,"
    " due_at AS due, '' AS note FROM referral INDEXED BY referral_accepted"
    " JOIN case_file INDEXED BY case_leader ON case_file.id = case_id"
    " WHERE due_at IS NOT NULL AND state = 'accepted'"
)
_NOT_STALE = "(urgency = 'emergency' OR referred_at > :stale)"

_EMERGENCY = (
    "SELECT emergency.id AS record, case_id, coalesce(counsellor, raised_by) AS owner,"
    " strftime('%Y-%m-%dT%H:%M:%S+00:00', raised_at, '+24 hours') AS due, '' AS note"
    " FROM emergency JOIN case_file INDEXED BY case_leader ON case_file.id = case_id"
    " WHERE closed_at = ''"
    " AND NOT EXISTS (SELECT 1 FROM referral WHERE referral.case_id = emergency.case_id"
    " AND urgency = 'emergency' AND sector IN ('health', 'psychosocial')"
    " AND state NOT IN ('rejected', 'revoked') AND referred_at >= raised_at)"
)

_FOLLOW_UP = (
    "SELECT id AS record, case_id, counsellor AS owner, due_on AS due, '' AS note"
    " FROM follow_up INDEXED BY follow_up_open WHERE state = 'open' AND due_on >= :today"
)
_FOLLOW_UP_WAITS = (  # its day is over, its window is not: due is the last day of the window
    "SELECT id AS record, case_id, counsellor AS owner, until AS due, '' AS note"
    " FROM follow_up INDEXED BY follow_up_open_until WHERE state = 'open' AND due_on < :today"
)
_COMPLAINT = (
    "SELECT id AS record, '' AS case_id, '' AS owner,"
    " coalesce(due_on, date(written_at)) AS due, number AS note"
    " FROM complaint WHERE closed_on IS NULL"
)
_CLOSURE_WAITS = (
    "SELECT id AS record, case_id, '' AS owner, asked_at AS due, '' AS note FROM closure"
    " WHERE state = 'asked'"
)

_PLAN_DUE = (
    "SELECT id AS record, id AS case_id, coalesce(counsellor, '') AS owner,"
    " max(date(wall_arrived, :plan_terms ->> pack, 'floor'), coalesce(plan_until, '')) AS due,"
    " '' AS note FROM case_file INDEXED BY case_without_plan"
    " WHERE wall_sent = 0 AND stage IN ('notice', 'arrival', 'assessment', 'plan')"
    " AND (wall_arrived >= :plan_from OR plan_until >= :lately)"
)

_CLOCK = (
    "SELECT began.case_id || ' ' || (clock.value ->> 'id') AS record, began.case_id AS case_id,"
    " coalesce(file.counsellor, '') AS owner,"
    " date(began.day, clock.value ->> 'term', 'floor') AS due,"
    " file.pack || ' ' || (clock.value ->> 'id') AS note"
    " FROM json_each(:clocks) AS clock"
    " CROSS JOIN dossier_day AS began INDEXED BY dossier_day_by_day"
    " ON began.question = clock.value ->> 'since'"
    " AND began.day BETWEEN clock.value ->> 'first' AND clock.value ->> 'last'"
    " JOIN case_file AS file ON file.id = began.case_id AND file.stage <> 'closure'"
    " AND file.pack = clock.value ->> 'pack'"
    " WHERE NOT EXISTS (SELECT 1 FROM dossier_day AS ended WHERE ended.case_id = began.case_id"
    " AND ended.question = clock.value ->> 'until')"
)
"""As ``dossier.asked.clocks`` reckons; a test compares the two. The note names the time limit."""

_PACKAGE_END = (
    "SELECT file.id AS record, file.id AS case_id, coalesce(counsellor, '') AS owner,"
    " date(wall_arrived, term.value ->> 'term', 'floor') AS due, '' AS note"
    " FROM json_each(:ends) AS term CROSS JOIN case_file AS file INDEXED BY case_by_end"
    " ON wall_arrived BETWEEN term.value ->> 'first' AND term.value ->> 'last'"
    " AND wall_sent = 1 AND stage <> 'closure'"
    " AND instr(term.value ->> 'packs', ' ' || pack || ' ')"
    " WHERE date(wall_arrived, term.value ->> 'term', 'floor') >= :lately"
    " AND EXISTS (SELECT 1 FROM json_each((SELECT body -> '$.lines' FROM plan INDEXED BY"
    " plan_lines WHERE plan.case_id = file.id AND plan.state = 'approved'"
    " ORDER BY version DESC LIMIT 1)) AS line"
    " WHERE line.value ->> '$.amount.minor' > coalesce((SELECT sum(bound) FROM grant_request"
    " WHERE grant_request.case_id = file.id AND line_id = line.value ->> 'id'), 0))"
)

_GRANT = (
    " FROM grant_request AS asked"
    " JOIN case_file AS file INDEXED BY case_leader ON file.id = asked.case_id"
    " WHERE asked.body <> '' AND "
)
_GRANT_HEAD = (
    "SELECT asked.id AS record, asked.case_id AS case_id,"
    " coalesce(file.counsellor, asked.author) AS owner, "
)
_STANDS = "json_each(asked.body, '$.deliveries') AS paid WHERE paid.value ->> 'taken_back_at' = ''"
_LAST_PAID = f"(SELECT max(paid.value ->> 'on') FROM {_STANDS})"
_INSTALMENT = (
    f"{_GRANT_HEAD}(SELECT part.value ->> 'due' FROM json_each(asked.body, '$.parts') AS part"
    f" WHERE NOT EXISTS (SELECT 1 FROM {_STANDS}"
    " AND paid.value ->> 'part' = part.value ->> 'number' GROUP BY paid.value ->> 'part'"
    " HAVING max(paid.value ->> 'is_last')"
    " OR sum(paid.value ->> '$.amount.minor') = part.value ->> '$.amount.minor')"
    " ORDER BY part.key LIMIT 1) AS due, asked.number AS note"
    f"{_GRANT}asked.state = 'approved'"
)


_PROOF = (
    f"{_GRANT_HEAD}{_LAST_PAID} AS due, asked.number AS note"
    f"{_GRANT}asked.state IN ('approved', 'delivered', 'verified') AND "
    + sum_of("deliveries")
    + " > "
    + sum_of("proofs")
    + " + "
    + sum_of("refunds")
)
_VISIT = (
    f"{_GRANT_HEAD}{_LAST_PAID} AS due, asked.number AS note{_GRANT}asked.state = 'delivered'"
    " AND EXISTS (SELECT 1 FROM json_each(asked.body, '$.steps') WHERE value = 'verification')"
)

_CHILD = (
    "SELECT file.id AS record, file.id AS case_id, coalesce(counsellor, '') AS owner,"
    " opened_on AS due, '' AS note"
    " FROM (SELECT id, counsellor, opened_on, wall_birth FROM case_file"
    " INDEXED BY case_of_child WHERE wall_birth > :adult_if_born_by"
    " AND stage IN ('assessment', 'plan', 'approval')"
    " UNION SELECT id, counsellor, opened_on, wall_birth FROM case_file WHERE id IN"
    " (SELECT case_id FROM screening WHERE body ->> '$.child.age_in_doubt')"
    " AND stage IN ('assessment', 'plan', 'approval')) AS file"
    " LEFT JOIN screening ON screening.case_id = file.id AND screening.revision ="
    " (SELECT max(revision) FROM screening AS other WHERE other.case_id = file.id)"
    " WHERE (wall_birth > :adult_if_born_by OR body ->> '$.child.age_in_doubt')"
    " AND (body IS NULL OR body ->> '$.child.standing' IS NULL"
    " OR body ->> '$.child.caregiver' = '' OR body ->> '$.child.own_view' = ''"
    " OR body ->> '$.child.caregiver_consent' IS NOT 'yes'"
    " OR coalesce(body ->> '$.child.assent', 'refused') = 'refused'"
    " OR (body ->> '$.child.standing' <> 'accompanied' AND (body ->> '$.child.assessed_on' IS NULL"
    " OR body ->> '$.child.assessed_by' = '' OR body ->> '$.child.outcome' = '')))"
)
"""As ``screening.safeguards.against_approval`` asks; a test compares the two."""

_CHILD_ENTRY = (
    "SELECT entry.id AS record, case_id, coalesce(counsellor, '') AS owner, due_on AS due,"
    " '' AS note FROM child_entry AS entry INDEXED BY child_entry_waits"
    " JOIN case_file ON case_file.id = case_id"
    " WHERE waits = 1 AND due_on <> '' AND stage <> 'closure' AND kind"
)
_CHILD_REVIEW = f"{_CHILD_ENTRY} IN ('assessment', 'planning', 'determination')"
_CHILD_INQUIRY = f"{_CHILD_ENTRY} = 'sent'"
_CHILD_DETERMINATION = (
    "SELECT entry.id AS record, case_id, '' AS owner, written_at AS due, '' AS note"
    " FROM child_entry AS entry INDEXED BY child_entry_to_decide"
    " JOIN case_file ON case_file.id = case_id"
    " WHERE kind = 'determination' AND author <> :me AND stage <> 'closure' AND NOT EXISTS"
    " (SELECT 1 FROM child_entry AS verdict WHERE verdict.kind = 'verdict'"
    " AND verdict.about = entry.id)"
)

_EXPIRES = (
    "SELECT paper.id AS record, file.id AS case_id, coalesce(file.counsellor, '') AS owner,"
    " paper.expires AS due, paper.kind AS note FROM identity_document AS paper"
    " JOIN case_file AS file ON file.person_id = paper.person_id"
    " WHERE paper.expires <> '' AND paper.expires >= :lately AND length(paper.expires) = 10"
    " AND file.stage <> 'closure'"
)

_ARRIVAL = (
    "SELECT arrival.id AS record, '' AS case_id, '' AS owner, arrives_on AS due, place AS note"
    " FROM arrival WHERE arrives_on >= :lately AND EXISTS (SELECT 1 FROM expected_person"
    " WHERE arrival_id = arrival.id AND state = 'expected')"
)

_CONFERENCE = (
    "SELECT id AS record, '' AS case_id, author AS owner, held_on AS due, number AS note"
    " FROM conference WHERE state = 'planned'"
)

_PLAN_WAITS = (
    "SELECT plan.id AS record, case_id, '' AS owner, written_at AS due, '' AS note FROM plan"
    " WHERE state = 'submitted'"
)
_GRANT_WAITS = (
    "SELECT id AS record, case_id, '' AS owner, requested_at AS due, number AS note"
    " FROM grant_request WHERE state IN ('requested', 'checked', 'agreed')"
)

_DRAFT = (
    "SELECT form || ' ' || about AS record, coalesce((SELECT id FROM case_file"
    " WHERE id = substr(about, 1, instr(about || ' ', ' ') - 1)),"
    " '') AS case_id, owner, saved_at AS due, form AS note FROM draft WHERE owner = :me"
)
"""What a draft is about begins with the id of the case, or of the person."""

_OUTBOX = (
    "SELECT '' AS record, '' AS case_id, '' AS owner, min(at) AS due, count(*) AS note"
    " FROM outbox WHERE batch IS NULL HAVING count(*) > 0"
)

_BACKUP = (
    "SELECT * FROM (SELECT '' AS record, '' AS case_id, '' AS owner, coalesce((SELECT date(value,"
    " :backup_term) FROM meta WHERE name = 'last_backup_at' AND value <> ''), :d0) AS due,"
    " '' AS note) WHERE due < :d1"
)

_LEADERS = Act.CASE_ASSIGNED
"""Counsellors and supervisors: those who answer for a case."""

KINDS: tuple[Kind, ...] = (
    Kind(
        "emergency", Family.REFERRALS, When.MOMENT, Act.SCREENING_SAVED, "case_screening",
        _EMERGENCY, is_emergency=True,
    ),
    Kind(
        "referral_emergency", Family.REFERRALS, When.MOMENT, _LEADERS, "case_referrals",
        f"{_REFERRED} AND urgency = 'emergency'", is_emergency=True,
    ),
    Kind(
        "referral", Family.REFERRALS, When.MOMENT, _LEADERS, "case_referrals",
        f"{_REFERRED} AND urgency <> 'emergency' AND {_NOT_STALE}",
    ),
    Kind(
        "referral_stale", Family.REFERRALS, When.MOMENT, _LEADERS, "case_referrals",
        f"{_REFERRED} AND NOT {_NOT_STALE}",
    ),
    Kind(
        "referral_received", Family.REFERRALS, When.MOMENT, _LEADERS, "case_referrals",
        f"{_REFERRAL} AND direction = 'in'",
    ),
    Kind("referral_news", Family.REFERRALS, When.MOMENT, _LEADERS, "case_referrals", _NEWS),
    Kind("follow_up", Family.FOLLOW_UPS, When.DAY, _LEADERS, "case_follow_ups", _FOLLOW_UP),
    Kind(
        "follow_up_waits", Family.FOLLOW_UPS, When.DAY, _LEADERS, "case_follow_ups",
        _FOLLOW_UP_WAITS,
    ),
    Kind("child", Family.CHILDREN, When.WAITS, Act.SAFEGUARDS_ASSESSED, "case_screening", _CHILD),
    Kind("child_review", Family.CHILDREN, When.DAY, Act.CHILD_NOTED, "case_child", _CHILD_REVIEW),
    Kind(
        "child_inquiry", Family.CHILDREN, When.DAY, Act.CHILD_NOTED, "case_child", _CHILD_INQUIRY,
    ),
    Kind(
        "child_determination", Family.CHILDREN, When.WAITS, Act.CHILD_DETERMINED, "case_child",
        _CHILD_DETERMINATION,
    ),
    Kind("plan_due", Family.PLANS, When.DAY, _LEADERS, "case_plan", _PLAN_DUE),
    Kind("clock", Family.PLANS, When.DAY, _LEADERS, "case_programme", _CLOCK),
    Kind("package_end", Family.PLANS, When.DAY, _LEADERS, "case_grants", _PACKAGE_END),
    Kind("instalment", Family.GRANTS, When.DAY, Act.GRANT_DELIVERED, "case_grants", _INSTALMENT),
    Kind("grant_proof", Family.GRANTS, When.WAITS, Act.GRANT_PROVED, "case_grants", _PROOF),
    Kind("grant_visit", Family.GRANTS, When.WAITS, Act.GRANT_VISITED, "case_grants", _VISIT),
    Kind(
        "conference", Family.GRANTS, When.DAY, Act.CONFERENCE_SAVED, "conference", _CONFERENCE,
        about_record=True,
    ),
    Kind("plan_waits", Family.APPROVALS, When.WAITS, Act.PLAN_APPROVED, "approvals", _PLAN_WAITS),
    Kind(
        "grant_waits", Family.APPROVALS, When.WAITS, Act.GRANT_APPROVED, "approvals", _GRANT_WAITS,
    ),
    Kind(
        "closure_waits", Family.APPROVALS, When.WAITS, Act.CLOSURE_APPROVED, "approvals",
        _CLOSURE_WAITS,
    ),
    Kind("complaint", Family.DESK, When.DAY, Act.COMPLAINT_ANSWERED, "complaints", _COMPLAINT),
    Kind(
        "arrival", Family.ARRIVALS, When.DAY, Act.EXPECTED_MARKED, "arrival", _ARRIVAL,
        about_record=True,
    ),
    Kind("paper_expires", Family.PAPERS, When.DAY, Act.PERSON_SAVED, "case_profile", _EXPIRES),
    Kind("draft", Family.DESK, When.WAITS, Act.PERSON_VIEWED, "draft", _DRAFT, about_record=True),
    Kind("outbox", Family.DESK, When.WAITS, Act.BATCH_SEALED, "outbox", _OUTBOX),
    Kind("backup", Family.DESK, When.DAY, Act.BACKUP_MADE, "backup", _BACKUP),
)  # fmt: skip
"""In the order in which lines of the same time stand."""

OF_KEY: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}

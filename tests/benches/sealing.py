"""Sealing a batch for the hub, beside compression alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import zstandard

from intake_app import outbox
from intake_app.acts import Role
from intake_app.cases.service import view_in
from intake_app.plans import store as plans_store
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.batch import Record, seal
from intake_app.sync.contents import LEVEL
from intake_app.sync.manifest import record_line
from intake_app.values import canonical_json, plain
from tests.batches import a_heading, parties
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved, rates
from tests.benches.ground import Ground
from tests.benches.office import FilledOffice


def measure(ground: Ground) -> Iterator[Figure]:
    """Cases with person, return, consents and plan: from the outbox to the sealed file."""
    office = ground.office
    count = min(ground.scale.cases_in_batch, len(office.case_ids))
    with office.signed_in(Role.SUPERVISOR) as session:
        sync.enrol_hub(session, parties().hub_card.to_bytes())
        records = _fill_outbox(session, office.case_ids[:count])
        lines = [record_line(record) for record in records]
        json_text = b"\n".join(lines)
        whole, file_alone, zstd = interleaved(
            ground.scale.rounds,
            lambda: sync.seal_batch(session),
            lambda: _sealed(records),
            lambda: zstandard.ZstdCompressor(level=LEVEL).compress(json_text),
        )
    limit = Limit("zstd-3 alone, same JSON", rates(count, zstd))
    note = f"{count} cases, {len(lines)} records, {len(json_text) / 1e6:.1f} MB of JSON"
    yield figure(
        "seal a batch, from the outbox", rates(count, whole), unit="cases/s", limit=limit,
        goal=Goal("ratio", 0.6, at_least=True), note=note,
    )  # fmt: skip
    yield figure(
        "  the file alone, records in memory", rates(count, file_alone), unit="cases/s",
        limit=limit, goal=Goal("ratio", 0.6, at_least=True),
    )  # fmt: skip
    yield _memory(ground, office)


def _memory(ground: Ground, office: FilledOffice) -> Figure:
    seen = ground.child("sealing", office.folder)
    return figure(
        "  memory at the most while sealing", [seen["peak"]], unit="MB",
        limit=Limit("before", [seen["before"]]), goal=Goal("over", 50),
        note=f"{seen['records']} records",
    )  # fmt: skip


def _fill_outbox(session: Session, case_ids: Sequence[str]) -> list[Record]:
    """Queue exactly these cases, as their services would have."""
    office, vault = session.office.code, session.vault
    records: list[Record] = []
    with vault.transaction() as db:
        db.execute("DELETE FROM outbox")
        for case_id in case_ids:
            view = view_in(db, case_id)
            bodies: list[tuple[str, str, object]] = [
                ("person", view.person.id, view.person),
                ("homecoming", view.homecoming.id, view.homecoming),
                ("case", view.case.id, view.case),
                *(("consent", consent.id, consent) for consent in view.consents),
                *(("plan", plan.id, plan) for plan in plans_store.of_case(db, case_id)),
            ]
            for kind, id_, body in bodies:
                outbox.put(db, kind, id_, 1, canonical_json(body), case_id, session.now())
                records.append(
                    Record(kind, id_, office, vault.vault_id, 1, 1, case_id, plain(body))
                )
    return records


def _sealed(records: Sequence[Record]) -> bytes:
    who, out = parties(), BytesIO()
    seal(records, (), who.desk, who.hub_card, a_heading(), out=out)
    return out.getvalue()

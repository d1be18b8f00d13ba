"""Desks, hubs, records and batches for the tests of sync and hub: real keys, real files."""

from __future__ import annotations

import hashlib
import json
import struct
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import zstandard

from intake_app.errors import BatchRefused
from intake_app.sync import age, batch, contents, envelope
from intake_app.sync.batch import Attachment, Heading, Record, Sealed
from intake_app.sync.cards import (
    DeskCard,
    DeskKeys,
    HubCard,
    HubKeys,
    desk_card,
    hub_card,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Parties:
    """One hub with its spare, and two desks of two offices that it knows."""

    hub: HubKeys
    spare: str
    hub_card: HubCard
    desk: DeskKeys
    card: DeskCard
    other: DeskKeys
    other_card: DeskCard

    @property
    def known(self) -> dict[bytes, DeskCard]:
        """The desks as the hub knows them."""
        return {card.ed25519: card for card in (self.card, self.other_card)}


@cache
def parties() -> Parties:
    """The same parties in a whole test session."""
    hub, desk, other, spare = (
        HubKeys.generate(), DeskKeys.generate(), DeskKeys.generate(), age.new_identity(),
    )  # fmt: skip
    return Parties(
        hub,
        spare,
        hub_card(hub, age.recipient_of(spare), "Hub", NOON),
        desk,
        desk_card(desk, "GN", "Conakry 1", NOON),
        other,
        desk_card(other, "SN", "Dakar 1", NOON),
    )


def a_record(**changes: Any) -> Record:
    """A person of office GN, owned by vault-1."""
    record = Record(
        "person", str(uuid.uuid4()), "GN", "vault-1", 1, 1, None,
        {"family_name": "Diallo", "given_names": "Élise", "sex": "female", "birth": "1990~"},
    )  # fmt: skip
    return replace(record, **changes)


def an_attachment(content: bytes, id_: str | None = None) -> Attachment:
    """A document with this content."""
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(id_ or str(uuid.uuid4()), digest, len(content), lambda: content)


def a_heading(seq: int = 1, previous: str = "", **changes: Any) -> Heading:
    """The heading of a batch with a new random id."""
    if seq > 1 and not previous:
        previous = "0" * 64
    return replace(Heading(str(uuid.uuid4()), seq, previous, "GN", NOON, "ab" * 32, "1"), **changes)


def sealed(
    records: Iterable[Record] = (),
    attachments: Sequence[Attachment] = (),
    heading: Heading | None = None,
    desk: DeskKeys | None = None,
) -> tuple[bytes, Sealed]:
    """A batch file of the first desk as bytes, and what sealing said."""
    who = parties()
    out = BytesIO()
    done = batch.seal(
        records, attachments, desk or who.desk, who.hub_card, heading or a_heading(), out=out
    )
    return out.getvalue(), done


def signed(
    sections: Sequence[bytes], id_: bytes = bytes(16), desk: DeskKeys | None = None
) -> bytes:
    """A batch with a perfect signature over whatever the sections are."""
    desk = desk or parties().desk
    out = BytesIO()
    envelope.reserve(out)
    for section in sections:
        out.write(struct.pack(">Q", len(section)) + section)
    envelope.finish(out, batch.KIND, id_, desk.verify_key, desk.sign)
    return out.getvalue()


def encrypted(plain: bytes) -> bytes:
    """An age file to the hub and its spare."""
    out = BytesIO()
    age.encrypt(BytesIO(plain), out, parties().hub_card.recipients)
    return out.getvalue()


def framed(frames: bytes) -> bytes:
    """Compressed frames as the plaintext of a record section: length before, padding after."""
    size = 4 + len(frames)
    return struct.pack(">I", len(frames)) + frames + bytes(age.padded(size) - size)


def plain_of(file: bytes, identity: str) -> bytes:
    """The decrypted record section of a batch file."""
    start = envelope.PREFIX + 8
    length = struct.unpack_from(">Q", file, envelope.PREFIX)[0]
    out = age.Limited(contents.MAX_PLAIN)
    age.decrypt(BytesIO(file[start : start + length]), out, identity)
    return out.getvalue()


# ---------------------------------------------------------------- made by hand


def table(**changes: Any) -> dict[str, Any]:
    """The manifest of an empty batch with changed values."""
    who = parties()
    text = {
        "app_version": "1", "attachments": [], "audit_head": "", "batch": str(uuid.UUID(int=0)),
        "body": hashlib.sha256(b"").hexdigest(), "created": "2026-11-22T12:00:00Z", "fmt": 1,
        "len": 0, "min_reader": 1, "n": 0, "office": "GN", "prev": "", "rec": [], "schema": 1,
        "sender": who.desk.verify_key.hex(), "seq": 1, "to": sorted(who.hub_card.recipients),
    }  # fmt: skip
    return {**text, **changes}


def unpacked(content: dict[str, Any] | bytes, body: bytes = b"") -> bytes:
    """``m_len | manifest | body``."""
    text = content if isinstance(content, bytes) else loose(content)
    return struct.pack(">I", len(text)) + text + body


def loose(value: object) -> bytes:
    """JSON as the standard library writes it, which allows NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hostile(raw: bytes, level: int = 3) -> bytes:
    """A perfectly signed and encrypted batch around these bytes."""
    return signed([encrypted(framed(zstandard.ZstdCompressor(level=level).compress(raw)))])


def with_lines(*lines: bytes, **changes: Any) -> bytes:
    """A manifest that fits the lines, and the lines."""
    body = b"\n".join(lines)
    return unpacked(
        table(
            n=len(lines),
            rec=[hashlib.sha256(line).hexdigest() for line in lines],
            body=hashlib.sha256(body).hexdigest(),
            len=len(body),
            **changes,
        ),
        body,
    )


def a_line(**changes: Any) -> bytes:
    """One line of a body."""
    content: dict[str, Any] = {
        "body": {"x": 1}, "case": None, "epoch": 1, "id": "a", "kind": "person", "office": "GN",
        "owner": "v", "revision": 1,
    }  # fmt: skip
    return loose({**content, **changes})


def refusal(file: bytes, identity: str | None = None) -> str:
    """The code with which the hub refuses this file; "" if it takes it and all that is in it."""
    who = parties()
    try:
        opened = batch.open_batch(BytesIO(file), who.known, identity or who.hub.identity)
        list(opened.records())
        for enclosure in opened.manifest.attachments:
            opened.attachment(enclosure.id)
    except BatchRefused as error:
        return error.code
    return ""

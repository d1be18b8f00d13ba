"""What a batch says about itself, and one record in it. The same rules bind writer and reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from intake_app.sync import canonical
from intake_app.sync.cards import moment
from intake_app.sync.refusals import refused

READER = 1
"""What this program can read. A batch whose ``min_reader`` is higher is held, never guessed at."""

MAX_RECORDS = 20_000
MAX_LINE = 1 << 20
MAX_ATTACHMENTS = 10_000
MAX_ATTACHMENT = 25 << 20
MAX_SIGNERS = 1_000

Count = Annotated[int, Meta(ge=0, le=canonical.MAX_INTEGER)]
Number = Annotated[int, Meta(ge=1, le=canonical.MAX_INTEGER)]
Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
MaybeHash = Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
Head = Annotated[str, Meta(pattern=r"\A[0-9a-f]{0,128}\Z")]
Uuid = Annotated[str, Meta(pattern=r"\A[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\Z")]
Office = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9_-]{0,31}\Z")]
KindName = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
Name = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,79}\Z")]
Moment = Annotated[str, Meta(pattern=r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")]
Version = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9.+_-]{0,40}\Z")]
Recipient = Annotated[str, Meta(pattern=r"\Aage1[02-9ac-hj-np-z]{58}\Z")]

T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """One record's newest state. ``case`` is the case file it belongs to, or None.

    ``owner`` names the one desk that may write it (a vault id); ``epoch`` rises by one when
    another desk takes it over.
    """

    kind: KindName
    id: Name
    office: Office
    owner: Name
    epoch: Number
    revision: Number
    case: Name | None
    body: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class BadRecord:
    """A line that is signed and whole but no record: kept aside, it does not stop the others."""

    line: int
    code: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Attachment:
    """A document that travels along. ``open`` gives its bytes when its turn comes."""

    id: str
    sha256: str
    size: int
    open: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign decisions: the login and its Ed25519 public key, hex."""

    id: Uuid
    key: Hash


@dataclass(frozen=True)
class Heading:
    """What the desk decides about a batch before it is sealed. ``previous`` is "" for number 1.

    ``audit_before`` is what the audit log holds now at the line that was the head of the batch
    before: if it is not that head, the log was cut off or altered in between.
    """

    batch: str
    seq: int
    previous: str
    office: str
    created: datetime
    audit_head: str = ""
    app_version: str = ""
    schema: int = 1
    audit_seq: int = 0
    audit_before: str = ""
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class Enclosure:
    """One attachment as the manifest names it."""

    id: Name
    sha256: Hash
    size: Annotated[int, Meta(ge=0, le=MAX_ATTACHMENT)]


@dataclass(frozen=True)
class Manifest:
    """The table of contents inside a batch. Names as in FORMAT.md."""

    fmt: Literal[1]
    schema: Number
    min_reader: Number
    batch: Uuid
    seq: Number
    prev: MaybeHash
    sender: Hash
    office: Office
    to: Annotated[list[Recipient], Meta(min_length=1, max_length=8)]
    created: Moment
    n: Annotated[int, Meta(ge=0, le=MAX_RECORDS)]
    rec: Annotated[list[Hash], Meta(max_length=MAX_RECORDS)]
    body: Hash
    len: Count
    attachments: Annotated[list[Enclosure], Meta(max_length=MAX_ATTACHMENTS)]
    audit_head: Head
    app_version: Version
    audit_seq: Count = 0
    audit_before: Head = ""
    signers: Annotated[list[Signer], Meta(max_length=MAX_SIGNERS)] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """Canonical JSON. Raises ValueError if a value breaks the rules above."""
        content = msgspec.to_builtins(self)
        converted(content, Manifest)
        return canonical.encode(content)


def converted(content: object, form: type[T]) -> T:
    """``content`` as ``form``, every rule checked. Raises ValueError."""
    try:
        return msgspec.convert(content, form, strict=True)
    except msgspec.ValidationError as error:
        raise ValueError("not in the agreed form") from error


def read_manifest(line: bytes) -> Manifest:
    """Read a manifest. Raises BatchRefused (json, newer_schema, manifest).

    Unknown names are allowed: a newer program may add some without raising ``min_reader``.
    """
    try:
        content = canonical.decode(line)
    except ValueError as error:
        raise refused("json") from error
    needs = content.get("min_reader") if isinstance(content, dict) else None
    if isinstance(needs, int) and needs > READER:
        raise refused("newer_schema")
    try:
        manifest = converted(content, Manifest)
    except ValueError as error:
        raise refused("manifest") from error
    ids = {enclosure.id for enclosure in manifest.attachments}
    if manifest.n != len(manifest.rec) or len(ids) != len(manifest.attachments):
        raise refused("manifest")
    if (manifest.seq == 1) != (manifest.prev == "") or not _is_moment(manifest.created):
        raise refused("manifest")
    return manifest


def _is_moment(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").year > 2000
    except ValueError:
        return False


def make_manifest(
    heading: Heading,
    sender: bytes,
    recipients: Sequence[str],
    attachments: Sequence[Attachment],
    *,
    lines: list[str],
    body: str,
    length: int,
) -> Manifest:
    """The manifest of a batch about to be sealed."""
    return Manifest(
        fmt=1,
        schema=heading.schema,
        min_reader=READER,
        batch=heading.batch,
        seq=heading.seq,
        prev=heading.previous,
        sender=sender.hex(),
        office=heading.office,
        to=sorted(recipients),
        created=moment(heading.created),
        n=len(lines),
        rec=lines,
        body=body,
        len=length,
        attachments=[Enclosure(a.id, a.sha256, a.size) for a in attachments],
        audit_head=heading.audit_head,
        app_version=heading.app_version,
        audit_seq=heading.audit_seq,
        audit_before=heading.audit_before,
        signers=list(heading.signers),
    )


def record_line(record: Record) -> bytes:
    """A record's canonical line. Raises ValueError naming kind and id, never the content."""
    content = {
        "body": record.body,
        "case": record.case,
        "epoch": record.epoch,
        "id": record.id,
        "kind": record.kind,
        "office": record.office,
        "owner": record.owner,
        "revision": record.revision,
    }
    try:
        line = canonical.encode(content)
        converted(content, Record)
    except ValueError as error:
        raise ValueError(f"record {record.kind} {record.id}: {error}") from error
    if len(line) > MAX_LINE:
        raise ValueError(f"record {record.kind} {record.id}: longer than a line may be")
    return line


def read_record(number: int, line: bytes, office: str) -> Record | BadRecord:
    """A record, or why its line is none (json, shape, office)."""
    try:
        content = canonical.decode(line)
    except ValueError:
        return BadRecord(number, "json", line)
    try:
        if not isinstance(content, dict) or len(content) != 8:
            raise ValueError("not the eight names of a record")
        record = converted(content, Record)
    except ValueError:
        return BadRecord(number, "shape", line)
    return record if record.office == office else BadRecord(number, "office", line)

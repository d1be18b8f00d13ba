"""The batch file: what goes in comes out, and nothing else ever gets in."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from intake_app.errors import BatchRefused
from intake_app.sync import age, batch, envelope, manifest
from intake_app.sync.batch import open_batch, verify_batch
from intake_app.sync.cards import DeskKeys, fingerprint, parse_desk_card, parse_hub_card
from intake_app.sync.receipt import open_receipt
from tests.batches import (
    a_heading,
    a_line,
    a_record,
    an_attachment,
    framed,
    parties,
    plain_of,
    refusal,
    sealed,
    signed,
    with_lines,
)

FROZEN = sorted((Path(__file__).parent.parent / "data" / "batches").glob("v*"))


# ---------------------------------------------------------------- round trip


@pytest.mark.parametrize("reader", ["live", "spare"])
def test_records_and_documents_come_out_as_they_went_in(reader: str) -> None:
    who = parties()
    records = [a_record(), a_record(kind="case", case="c-1", revision=7), a_record(body={})]
    papers = [
        an_attachment(b"%PDF-1.7 one"),
        an_attachment(b""),
        an_attachment(os.urandom(200_000)),
    ]
    file, done = sealed(records, papers)
    identity = who.hub.identity if reader == "live" else who.spare
    opened = open_batch(io.BytesIO(file), who.known, identity)
    assert list(opened.records()) == records
    assert [opened.attachment(paper.id) for paper in papers] == [paper.open() for paper in papers]
    assert opened.sender == who.card
    assert (opened.sha256, len(file)) == (hashlib.sha256(file).hexdigest(), done.size)
    assert opened.sha256 == done.sha256
    assert opened.manifest.to == sorted(who.hub_card.recipients)
    assert opened.manifest.audit_head == "ab" * 32


def test_an_empty_batch_is_a_batch() -> None:
    assert refusal(sealed()[0]) == ""


def test_a_record_that_breaks_the_rules_is_the_callers_bug() -> None:
    for wrong in (
        a_record(body={"amount": 1.5}),
        a_record(body={"name": "e\u0301"}),
        a_record(body={"name": "a\0b"}),
        a_record(revision=0),
        a_record(kind="Person"),
        a_record(office="SN"),
        a_record(body={"x": "y" * (1 << 20)}),
    ):
        with pytest.raises(ValueError, match="record"):
            sealed([wrong])


def test_what_is_too_large_is_refused_before_it_is_written() -> None:
    big = replace(an_attachment(b""), size=manifest.MAX_ATTACHMENT + 1)
    many = [replace(an_attachment(b""), size=manifest.MAX_ATTACHMENT) for _ in range(11)]
    for papers in ([big], many):
        with pytest.raises(BatchRefused) as caught:
            sealed([], papers)
        assert caught.value.code == "too_large"
    with pytest.raises(BatchRefused) as caught:
        sealed(a_record() for _ in range(20_001))
    assert caught.value.code == "too_large"


def test_a_document_that_is_not_what_its_hash_says_stops_the_sealing() -> None:
    paper = replace(an_attachment(b"one"), open=lambda: b"two")
    with pytest.raises(BatchRefused) as caught:
        sealed([], [paper])
    assert caught.value.code == "attachment"


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    who = parties()
    content = os.urandom(400_000)

    def peak(number: int) -> int:
        # each call gives new bytes, so that keeping them would show
        papers = [
            replace(an_attachment(content), open=lambda: bytes(bytearray(content)))
            for _ in range(number)
        ]
        tracemalloc.start()
        with (tmp_path / f"{number}.casebatch").open("w+b") as file:
            batch.seal([a_record()], papers, who.desk, who.hub_card, a_heading(), out=file)
            opened = open_batch(file, who.known, who.hub.identity)
            for paper in papers:
                assert len(opened.attachment(paper.id)) == len(content)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(40) < peak(4) + 1_000_000 < 40 * len(content)


# ---------------------------------------------------------------- alterations on the way


def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    file = sealed([a_record()])[0]
    began = time.process_time()
    codes = set()
    for at in range(len(file)):
        for bit in range(8):
            altered = bytearray(file)
            altered[at] ^= 1 << bit
            codes.add(refusal(bytes(altered)))
    cuts = {refusal(file[:length]) for length in range(len(file))}
    assert codes == {"format", "unknown_sender", "truncated", "signature"}
    assert cuts == {"format", "truncated"}
    assert refusal(file + b"\0") == "format"
    assert time.process_time() - began < 10
    assert refusal(file) == "", "control: the unaltered file is taken"


def test_what_the_signature_stops_would_otherwise_reach_the_decryption() -> None:
    """Negative control of the bit test: with a new signature, the same flips get further."""
    file = sealed([a_record()])[0]
    section = bytearray(file[envelope.PREFIX + 8 :])
    section[-1] ^= 1
    assert refusal(file[:-1] + bytes([file[-1] ^ 1])) == "signature"
    assert refusal(signed([bytes(section)])) == "decrypt"


def test_a_batch_signed_again_by_another_enrolled_desk_is_refused() -> None:
    who = parties()
    file = sealed([a_record()])[0]
    section, id_ = file[envelope.PREFIX + 8 :], file[8:24]
    assert refusal(signed([section], id_, who.other)) == "binding"
    assert refusal(signed([section], bytes(16))) == "binding"
    assert refusal(signed([section], id_, who.desk)) == "", "control: its own desk may"


def test_a_desk_cannot_speak_for_another_office() -> None:
    record = a_record(office="SN")
    file = sealed([record], heading=a_heading(office="SN"))[0]
    assert refusal(file) == "binding"


def test_an_unknown_or_retired_sender_is_refused_before_anything_is_decrypted() -> None:
    who = parties()
    file = sealed([a_record()], desk=DeskKeys.generate())[0]
    assert refusal(file) == "unknown_sender"
    with pytest.raises(BatchRefused):
        verify_batch(io.BytesIO(sealed()[0]), {who.other_card.ed25519: who.other_card})


def test_a_batch_for_somebody_else_is_refused() -> None:
    assert refusal(sealed([a_record()])[0], age.new_identity()) == "not_addressed"


def test_a_batch_passed_on_to_somebody_it_does_not_name_is_refused() -> None:
    who = parties()
    file = sealed([a_record()])[0]
    stranger = age.new_identity()
    out = io.BytesIO()
    plain = plain_of(file, who.hub.identity)
    age.encrypt(io.BytesIO(plain), out, [age.recipient_of(stranger)])
    assert refusal(signed([out.getvalue()], file[8:24]), stranger) == "binding"


def test_a_signature_for_one_kind_of_file_fits_no_other() -> None:
    who = parties()
    out = io.BytesIO(bytes(envelope.PREFIX) + sealed()[0][envelope.PREFIX :])
    kind = envelope.Kind(b"CASEBAT1", b"intake-desk/receipt/v1\0", batch.MAX_FILE)
    envelope.finish(out, kind, bytes(16), who.desk.verify_key, who.desk.sign)
    assert refusal(out.getvalue()) == "signature"


# ---------------------------------------------------------------- other people's tools


def test_debians_age_and_the_written_format_alone_read_a_batch(tmp_path: Path) -> None:
    """A reader made from FORMAT.md, with the age program: none of our code and no pyrage."""
    program = shutil.which("age")
    assert program, "The program age is missing: install age (Debian: apt-get install age)."
    who = parties()
    record, paper = a_record(), an_attachment(b"%PDF" + os.urandom(100_000))
    file = sealed([record], [paper])[0]
    key = tmp_path / "key.txt"
    key.write_text(who.spare + "\n")
    sections, at = [], 128
    while at < len(file):
        length = int.from_bytes(file[at : at + 8], "big")
        section = file[at + 8 : at + 8 + length]
        done = subprocess.run(
            [program, "-d", "-i", key], input=section, capture_output=True, check=True
        )
        sections.append(done.stdout)
        at += 8 + length
    z_len = int.from_bytes(sections[0][:4], "big")
    reader = zstandard.ZstdDecompressor().stream_reader(
        sections[0][4 : 4 + z_len], read_across_frames=True
    )
    raw = reader.read()
    m_len = int.from_bytes(raw[:4], "big")
    text, body = json.loads(raw[4 : 4 + m_len]), raw[4 + m_len :]
    assert text["body"] == hashlib.sha256(body).hexdigest()
    assert json.loads(body)["body"] == record.body
    assert sections[1][: text["attachments"][0]["size"]] == paper.open()


def test_a_section_written_by_debians_age_is_read(tmp_path: Path) -> None:
    program = shutil.which("age")
    assert program, "The program age is missing: install age (Debian: apt-get install age)."
    to = [part for recipient in parties().hub_card.recipients for part in ("-r", recipient)]
    plain = framed(zstandard.compress(with_lines(a_line())))
    done = subprocess.run([program, *to], input=plain, capture_output=True, check=True)
    assert refusal(signed([done.stdout])) == ""


@pytest.mark.parametrize("folder", FROZEN, ids=lambda folder: folder.name)
def test_the_frozen_batch_of_each_version_still_opens(folder: Path) -> None:
    keys = json.loads((folder / "keys.json").read_text())
    expected = json.loads((folder / "expected.json").read_text())
    desk = parse_desk_card((folder / "desk-card.json").read_bytes())
    hub = parse_hub_card((folder / "hub-card.json").read_bytes())
    assert [fingerprint(desk), fingerprint(hub)] == expected["fingerprints"]
    for identity in (keys["hub_live_identity"], keys["hub_spare_identity"]):
        with (folder / "golden.casebatch").open("rb") as file:
            opened = open_batch(file, {desk.ed25519: desk}, identity)
            assert opened.sha256 == expected["sha256"]
            assert [manifest.record_line(r).decode() for r in opened.records()] == expected["lines"]
            papers = {e.id: opened.attachment(e.id).decode() for e in opened.manifest.attachments}
            assert papers == expected["attachments"]
    receipt = open_receipt(
        (folder / "golden.casereceipt").read_bytes(),
        hub,
        DeskKeys(bytes.fromhex(keys["desk_seed"]), keys["desk_identity"]),
    )
    assert receipt.has(1)
    assert receipt.batches[0].sha256 == expected["sha256"]

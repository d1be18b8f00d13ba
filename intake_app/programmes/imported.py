"""Programmes that were imported at this desk: which are in use, and which cannot be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.loader import PACK_FILES, read_files
from intake_app.packs.model import Pack
from intake_app.packs.overlay import OfficePacks
from intake_app.packs.reading import PackFiles, PackMistake
from intake_app.values import canonical_json

LONGEST_REASON = 500


@dataclass(frozen=True)
class ImportedPack:
    """One version of a programme as it was imported; nothing of it is ever altered.

    ``sha256`` (hex) is that of its files, ``signature`` (hex) the importer's over ``signed_text``.
    ``at`` is UTC, ISO-8601.
    """

    id: str
    pack: str
    version: str
    sha256: str
    reason: str
    author: str
    at: str
    signature: str
    revision: int = 1

    def signed_text(self) -> bytes:
        """What the signature is about."""
        parts = ("imported_pack", self.pack, self.version, self.sha256, self.author, self.at)
        return "\n".join(parts).encode()


@dataclass(frozen=True)
class Unusable:
    """An imported version that is passed over, and what is wrong with it."""

    imported: ImportedPack
    mistakes: tuple[PackMistake, ...] = ()


@dataclass(frozen=True)
class Opened:
    """A chosen programme, read and not kept: what is wrong with it, and what it would replace.

    ``present`` is the version in use, without the office's amounts: those stay.
    """

    files: PackFiles
    pack: Pack | None
    mistakes: tuple[PackMistake, ...]
    present: Pack | None

    def against(self, versions: Collection[str] = ()) -> dict[str, str]:
        """Why it may not be imported (``files``, ``version``, ``currency``), in words.

        ``versions`` are further ones that the desk has or had of it."""
        if self.pack is None or self.mistakes:
            return {"files": _("The programme has mistakes. Correct them, and choose it again.")}
        problems: dict[str, str] = {}
        known = [*versions, *([self.present.version] if self.present else [])]
        newest_known = max(known, key=order, default="")
        if known and order(self.pack.version) <= order(newest_known):
            words = _("The version has to be newer than {version}.")
            problems["version"] = words.format(version=newest_known)
        if self.present and self.pack.currency != self.present.currency:
            problems["currency"] = _("A programme keeps its currency. Give it another id.")
        return problems


IsSigned = Callable[[str, bytes, bytes], bool]
"""Whether a login has signed a text with a key that it has or had."""


def to_body(files: PackFiles) -> str:
    """The files of a pack without a mistake as one text, always the same for the same files."""
    read = {name: files.files[name] for name in PACK_FILES if name in files.files}
    return canonical_json({name: content.decode("utf-8") for name, content in read.items()})


def from_body(pack_id: str, body: str) -> PackFiles:
    """What ``to_body`` wrote. ValueError if it is anything else."""
    files = json.loads(body)
    if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
        raise ValueError("no files of a pack")
    return PackFiles(pack_id, {name: text.encode("utf-8") for name, text in files.items()})


def hash_of(body: str) -> str:
    """SHA-256 of the files, as hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def read_opened(files: PackFiles, packs: OfficePacks) -> Opened:
    """Judge the files of a chosen programme, among the programmes in use."""
    pack, mistakes = read_files(files, packs.get)
    present = packs.shipped(files.name) if files.name in packs else None
    return Opened(files, pack, mistakes, present)


def check_import(opened: Opened, versions: Collection[str], reason: str) -> Pack:
    """The pack, if it may be imported. ``versions`` are those that were imported before.

    Raises InvalidInput (``files``, ``version``, ``currency``, ``reason``).
    """
    problems = opened.against(versions)
    if not reason:
        problems["reason"] = _("Say who sent this version, and on what it is based.")
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = _("Write at most {number} characters.").format(number=LONGEST_REASON)
    if problems or opened.pack is None:
        raise InvalidInput(problems)
    return opened.pack


def order(version: str) -> tuple[int, ...]:
    """Versions by year and number: ``2026.10`` comes after ``2026.9``."""
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


Rows = Sequence[tuple[ImportedPack, str]]
"""Imported versions with their bodies."""


def installed(
    shipped: Mapping[str, Pack], imported: Rows, is_signed: IsSigned
) -> dict[str, dict[str, Pack]]:
    """Of every programme the version that came with the program, and the imported one in use.

    A version is passed over if its files are not those that were signed, or if this program does
    not take them: nobody is kept from working by it. Those that are not in use any more are read
    when somebody asks for one (``version_of``), not at every sign-in.
    """
    versions = {pack_id: {pack.version: pack} for pack_id, pack in shipped.items()}
    for one, body in sorted(imported, key=lambda entry: order(entry[0].version), reverse=True):
        ours = versions.get(one.pack, {})
        if all(order(one.version) > order(known) for known in ours):
            pack, _mistakes = _read(one, body, is_signed)
            if pack is not None:
                versions[one.pack] = {**ours, one.version: pack}
    return versions


def version_of(imported: Rows, pack_id: str, version: str, is_signed: IsSigned) -> Pack | None:
    """One imported version, whether or not it is in use; None if there is none that can be used."""
    for one, body in imported:
        if (one.pack, one.version) == (pack_id, version):
            pack, _mistakes = _read(one, body, is_signed)
            if pack is not None:
                return pack
    return None


def unusable(imported: Rows, is_signed: IsSigned) -> list[Unusable]:
    """The imported versions that are passed over."""
    read = ((one, *_read(one, body, is_signed)) for one, body in imported)
    return [Unusable(one, mistakes) for one, pack, mistakes in read if pack is None]


def newest(versions: Mapping[str, Pack]) -> Pack:
    """The version that is in use."""
    return versions[max(versions, key=order)]


def _no_other(_pack_id: str) -> None:
    """What a pack says about others was judged when it was imported."""


def _read(
    one: ImportedPack, body: str, is_signed: IsSigned
) -> tuple[Pack | None, tuple[PackMistake, ...]]:
    try:
        signature = bytes.fromhex(one.signature)
        files = from_body(one.pack, body)
    except (ValueError, RecursionError):
        return None, ()
    if hash_of(body) != one.sha256 or not is_signed(one.author, one.signed_text(), signature):
        return None, ()
    pack, mistakes = read_files(files, _no_other)
    fits = pack is not None and (pack.id, pack.version) == (one.pack, one.version)
    return (pack, ()) if fits else (None, mistakes)

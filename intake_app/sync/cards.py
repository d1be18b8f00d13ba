"""Keys of a desk and of the hub, and the public cards by which the two come to know each other.

A card is a small JSON file, signed with the key that it carries. That proves who holds the key,
not who they are: people compare the fingerprint by voice.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from nacl import bindings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from intake_app.sync import age, canonical
from intake_app.sync.refusals import refused

MAX_CARD = 16 * 1024
MAX_NAME = 80
_DOMAIN = b"intake-desk/card/v1\0"
_KEY_DOMAIN = b"intake-desk/signature-key/v1\n"
_OFFICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def moment(at: datetime) -> str:
    """A moment as files write it: UTC, to the second (``2026-11-22T08:30:00Z``)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class DeskKeys:
    """The secret keys of one desk: an Ed25519 seed to sign, an age identity to read receipts."""

    seed: bytes = field(repr=False)
    identity: str = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """New keys from the system's random source."""
        return cls(os.urandom(32), age.new_identity())

    @classmethod
    def parse(cls, stored: str) -> Self:
        """Read what ``serialise`` wrote. Raises BatchRefused ``damaged_keys``."""
        try:
            content = canonical.decode(stored.encode("utf-8"))
            keys = cls(bytes.fromhex(content["seed"]), content["identity"])
            age.recipient_of(keys.identity)
        except (ValueError, KeyError, TypeError) as error:
            raise refused("damaged_keys") from error
        if len(keys.seed) != 32:
            raise refused("damaged_keys")
        return keys

    def serialise(self) -> str:
        """The secret keys as text, to be stored encrypted."""
        return canonical.encode({"identity": self.identity, "seed": self.seed.hex()}).decode()

    @property
    def verify_key(self) -> bytes:
        """The public Ed25519 key, 32 bytes."""
        return bytes(SigningKey(self.seed).verify_key)

    @property
    def recipient(self) -> str:
        """The public age recipient."""
        return age.recipient_of(self.identity)

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        return SigningKey(self.seed).sign(message).signature


class HubKeys(DeskKeys):
    """The secret keys of the live hub. The spare's age identity is never with them."""


@dataclass(frozen=True)
class DeskCard:
    """The public card of a desk. ``created`` is UTC text; ``signature`` is the card's own."""

    office: str
    name: str
    ed25519: bytes
    age: str
    created: str
    signature: bytes = field(repr=False)

    def content(self) -> dict[str, Any]:
        """What is signed. The fingerprint is of the same without ``created``."""
        return {
            "age": self.age,
            "created": self.created,
            "ed25519": self.ed25519.hex(),
            "fmt": 1,
            "kind": "desk_card",
            "name": self.name,
            "office": self.office,
        }

    def to_bytes(self) -> bytes:
        """The card as a file."""
        return _written(self.content(), self.signature)


@dataclass(frozen=True)
class HubCard:
    """The public card of the hub. ``recipients`` are the live hub and the offline spare."""

    name: str
    ed25519: bytes
    recipients: tuple[str, str]
    created: str
    signature: bytes = field(repr=False)

    def content(self) -> dict[str, Any]:
        """What is signed. The fingerprint is of the same without ``created``."""
        return {
            "created": self.created,
            "ed25519": self.ed25519.hex(),
            "fmt": 1,
            "kind": "hub_card",
            "name": self.name,
            "recipients": list(self.recipients),
        }

    def to_bytes(self) -> bytes:
        """The card as a file."""
        return _written(self.content(), self.signature)


def card_name(name: str) -> str:
    """A name as cards carry it: one line, nothing invisible, at most 80 letters."""
    one_line = " ".join(name.split())
    seen = (letter for letter in one_line if not unicodedata.category(letter).startswith("C"))
    return "".join(seen)[:MAX_NAME].strip()


def desk_card(keys: DeskKeys, office: str, name: str, created: datetime) -> DeskCard:
    """The card of these keys. Raises BatchRefused ``card`` for an office code or name that no
    reader would accept.
    """
    blank = DeskCard(office, name, keys.verify_key, keys.recipient, moment(created), b"")
    signature = keys.sign(_DOMAIN + canonical.encode(blank.content()))
    return parse_desk_card(_written(blank.content(), signature))


def hub_card(keys: HubKeys, spare: str, name: str, created: datetime) -> HubCard:
    """The card of these keys and of the spare's age recipient. Raises BatchRefused ``card``."""
    blank = HubCard(name, keys.verify_key, (keys.recipient, spare), moment(created), b"")
    signature = keys.sign(_DOMAIN + canonical.encode(blank.content()))
    return parse_hub_card(_written(blank.content(), signature))


def parse_desk_card(file: bytes) -> DeskCard:
    """Read and verify a desk's card. Raises BatchRefused (card, card_signature, weak_key)."""
    content, signature = _parsed(file, "desk_card")
    card = DeskCard(
        _text(content, "office", _OFFICE),
        _name(content),
        bytes.fromhex(content["ed25519"]),
        _recipient(content.get("age")),
        _text(content, "created", _MOMENT),
        signature,
    )
    if card.content() != content:
        raise refused("card")
    return card


def parse_hub_card(file: bytes) -> HubCard:
    """Read and verify the hub's card. Raises BatchRefused (card, card_signature, weak_key)."""
    content, signature = _parsed(file, "hub_card")
    recipients = content.get("recipients")
    if not isinstance(recipients, list) or len(recipients) != 2:
        raise refused("card")
    live, spare = (_recipient(text) for text in recipients)
    if live == spare:  # then there is no spare
        raise refused("card")
    card = HubCard(
        _name(content),
        bytes.fromhex(content["ed25519"]),
        (live, spare),
        _text(content, "created", _MOMENT),
        signature,
    )
    if card.content() != content:
        raise refused("card")
    return card


def fingerprint(card: DeskCard | HubCard) -> str:
    """Eight groups of four digits to compare by voice: SHA-256 of the card, modulo 10**32
    (106 bits). The date is left out, so that a card written again has the same fingerprint.
    """
    content = {name: value for name, value in card.content().items() if name != "created"}
    return _digits(_DOMAIN + canonical.encode(content))


def key_digits(key: bytes) -> str:
    """The same for the public key (Ed25519, 32 bytes) with which a colleague signs decisions."""
    return _digits(_KEY_DOMAIN + key)


def _digits(content: bytes) -> str:
    digits = f"{int.from_bytes(hashlib.sha256(content).digest(), 'big') % 10**32:032}"
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def _written(content: Mapping[str, Any], signature: bytes) -> bytes:
    return canonical.encode({**content, "signature": signature.hex()}) + b"\n"


def _parsed(file: bytes, kind: str) -> tuple[dict[str, Any], bytes]:
    """The signed content, once the signature by its own key fits."""
    if len(file) > MAX_CARD:
        raise refused("card")
    try:
        content = canonical.decode(file.strip())
        text = content.pop("signature")
        signature = bytes.fromhex(text)
        key = bytes.fromhex(content["ed25519"])
        found = content["kind"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused("card") from error
    if found != kind or len(key) != 32 or len(signature) != 64 or text != signature.hex():
        raise refused("card")
    if not bindings.crypto_core_ed25519_is_valid_point(key):  # small order, or not on the curve
        raise refused("weak_key")
    try:
        VerifyKey(key).verify(_DOMAIN + canonical.encode(content), signature)
    except BadSignatureError as error:
        raise refused("card_signature") from error
    return content, signature


def _text(content: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    text = content.get(name)
    if not isinstance(text, str) or not form.fullmatch(text):
        raise refused("card")
    return text


def _name(content: Mapping[str, Any]) -> str:
    name = content.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_NAME or name != name.strip():
        raise refused("card")
    if any(unicodedata.category(character).startswith("C") for character in name):
        raise refused("card")
    return name


def _recipient(text: object) -> str:
    if not isinstance(text, str) or len(text) > 100:
        raise refused("card")
    try:
        age.check_recipient(text)
    except ValueError as error:
        raise refused("weak_key") from error
    return text

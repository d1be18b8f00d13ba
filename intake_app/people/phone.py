"""Telephone numbers of every country, kept as typed and, where understood, as E.164."""

from __future__ import annotations

import phonenumbers


def understood(typed: str, region: str) -> str:
    """The number as E.164, or an empty text if it is not a possible number.

    ``region`` is the ISO alpha-2 country that a number without a country code belongs to.
    """
    try:
        number = phonenumbers.parse(typed, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spaced(e164: str) -> str:
    """An understood number as people read it: ``+224 622 12 34 56``."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def region_of(e164: str) -> str:
    """The ISO alpha-2 country of an understood number; empty if it has none (satellite phones)."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(e164, None)) or ""

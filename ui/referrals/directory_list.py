"""How the service directory is listed: its columns, its ready filters, and its kinds of help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from intake_app.i18n import _
from intake_app.referrals.directory import ALL, CLOSED, FULL, STALE, Directory
from intake_app.referrals.provider import Provider
from intake_app.values import folded
from ui.lists.filter_list import Filter
from ui.lists.paged_model import Column
from ui.referrals.provider_preview import verified_words
from ui.referrals.sectors import Sectors
from ui.tokens import Tone


def columns(sectors: Sectors, directory: Callable[[], Directory]) -> list[Column[Provider]]:
    """Name, kind of help, area, when somebody last asked there, and how often it said yes."""
    return [
        Column(lambda: _("Service"), lambda row: row.name, 22, stretch=True),
        Column(lambda: _("Kind of help"), sectors.all_words, 15),
        Column(lambda: _("Area"), lambda row: row.area, 11),
        Column(
            lambda: _("Verified"),
            verified_words,
            11,
            icon=lambda row: _icon(row, directory()),
            tone=lambda row: _tone(row, directory()),
        ),
        Column(lambda: _("Accepted"), lambda row: _accepted(row, directory()), 10),
    ]


def filters(directory: Directory, sectors: Sectors) -> list[Filter]:
    """Everything, what is to be verified, full or closed, and each kind of help that there is."""
    if not directory.providers:
        return []
    counts = directory.counts()
    kinds = sorted(counts.keys() - _READY, key=lambda code: folded(sectors.words(code)))
    rare = [
        Filter(FULL, lambda: _("Full"), counts[FULL], "users", Tone.WARNING),
        Filter(CLOSED, lambda: _("Closed"), counts[CLOSED], "circle-slash", Tone.DANGER),
    ]
    return [
        Filter(ALL, lambda: _("All services"), counts[ALL]),
        Filter(STALE, lambda: _("To verify"), counts[STALE], "circle-dashed", Tone.WARNING),
        *(one for one in rare if one.count),
        *(Filter(code, partial(sectors.words, code), counts[code]) for code in kinds),
    ]


_READY = frozenset({ALL, STALE, FULL, CLOSED})


def _accepted(provider: Provider, directory: Directory) -> str:
    """``8 of 10``, for a narrow column."""
    record = directory.record(provider.id)
    if not record.answered:
        return ""
    words = _("{accepted} of {answered}")
    return words.format(accepted=record.accepted, answered=record.answered)


def _icon(provider: Provider, directory: Directory) -> str:
    if not provider.active:
        return "circle-slash"
    return "circle-dashed" if provider.is_stale(directory.today) else ""


def _tone(provider: Provider, directory: Directory) -> Tone | None:
    if not provider.active:
        return Tone.DANGER
    return Tone.WARNING if provider.is_stale(directory.today) else None

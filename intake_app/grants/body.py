"""The parts of a grant as JSON in its row, and read back."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from intake_app.grants.model import GrantRequest
from intake_app.values import canonical_json

IN_BODY = (
    "steps", "pack_version", "quotes", "chosen_quote", "choice_reason", "parts", "done",
    "deliveries", "proofs", "visits", "refunds", "writers", "ended_by", "ended_at", "end_reason",
    "pack",
)  # fmt: skip
"""The fields of a request that lie together in one column."""

Kind = TypeVar("Kind")


def to_json(request: GrantRequest) -> str:
    """The parts as one JSON text; empty if there are none, as in rows from before."""
    defaults = {field.name: field.default for field in fields(GrantRequest)}
    values = {name: getattr(request, name) for name in IN_BODY}
    used = {name: value for name, value in values.items() if value != defaults[name]}
    return canonical_json(used) if used else ""


def from_json(body: Mapping[str, Any]) -> dict[str, Any]:
    """What ``to_json`` wrote, as the fields of a request. Anything else is a KeyError, TypeError
    or ValueError."""
    hints = _hints(GrantRequest)
    return {name: _value(hints[name], value) for name, value in body.items() if name in IN_BODY}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, value: Any) -> Any:
    """A JSON value as what the type says: a dataclass, an enumeration, a day, money, a tuple."""
    if isinstance(hint, types.UnionType):
        kinds = (one for one in get_args(hint) if one is not type(None))
        return None if value is None else _value(next(kinds), value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if is_dataclass(hint):
        inner = _hints(hint)  # type: ignore[arg-type]
        make: Callable[..., Any] = hint  # type: ignore[assignment]
        return make(**{name: _value(inner[name], one) for name, one in value.items()})
    if hint is date or issubclass(hint, StrEnum):
        return date.fromisoformat(value) if hint is date else hint(value)
    if not isinstance(value, hint):
        raise TypeError(f"a {hint.__name__} is expected")
    return value

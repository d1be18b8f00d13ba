"""Canonical JSON: every value has one spelling, and nothing else is read."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.sync import canonical
from tests.batches import loose

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
    lambda text: unicodedata.normalize("NFC", text)
)
whole_numbers = st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
values = st.recursive(
    st.none() | st.booleans() | whole_numbers | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(values)
def test_every_value_has_one_spelling_which_the_standard_library_shares(value: object) -> None:
    line = canonical.encode(value)
    assert canonical.decode(line) == value
    assert line == loose(value)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_either_canonical_or_refused(line: bytes) -> None:
    try:
        value = canonical.decode(line)
    except ValueError:
        return
    assert canonical.encode(value) == line


def test_a_newline_before_a_combining_mark_is_still_canonical() -> None:
    """In the bytes the ``n`` of ``\\n`` stands before the mark; as text it does not."""
    assert canonical.decode(canonical.encode("a\n\u0303")) == "a\n\u0303"

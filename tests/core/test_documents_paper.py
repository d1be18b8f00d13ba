"""What every paper rests on: lines of text, fonts and scripts, layout, the code, the file."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.documents.blocks import Block, Columns, Framed, Kept, Prose, Space, Stack
from intake_app.documents.emblem import case_code, mark
from intake_app.documents.fonts import (
    REGULAR,
)
from intake_app.documents.lines import (
    clusters_of,
    in_drawing_order,
    one_line,
    paragraphs,
    printable,
    shortened,
    whole,
    wrapped,
)
from intake_app.documents.paper import laid_out
from intake_app.documents.parts import Field, Section, fields, sections
from intake_app.documents.sheet import Sheet
from intake_app.documents.table import Column, Table
from tests.core import documents_samples as samples
from tests.core.documents_reading import squeezed
from tests.core.documents_samples import KINDS

# ---------------------------------------------------------------------------- cleaned text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\0b\x07c\x1b[31m", "abc[31m"),
        ("a\ud800b", "ab"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("no\u00adte\u200bs\ufeff", "notes"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\there", "tab here"),
        ("e\u0301", "é"),
        ("<husband> & 'x'", "<husband> & 'x'"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e" + "\u0301" * 1000, "é" + "\u0301" * 6),
    ],
)
def test_printable_text_has_nothing_invisible_in_it(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_text_can_be_broken_into_lines_and_loses_nothing_but_spaces(text: str) -> None:
    lines = [line for clusters in paragraphs(text, REGULAR) for line in wrapped(clusters, 3000)]
    again = "".join(cluster.text for line in lines for cluster in line.clusters)
    assert squeezed(again) == squeezed(printable(text))
    for line in lines:
        assert line.width <= 3000 or len(line.clusters) == 1
        assert sorted(in_drawing_order(line.clusters)) == sorted(line.clusters)


def test_lines_break_between_words_and_after_hyphens() -> None:
    clusters = clusters_of("Œuvrard-Konaté Fatoumata Élodie", REGULAR)
    assert [_text(line) for line in wrapped(clusters, 6000)] == [
        "Œuvrard-",
        "Konaté",
        "Fatoumata",
        "Élodie",
    ]


def test_amounts_are_never_broken_at_their_spaces() -> None:
    clusters = clusters_of("15\u202f600,000\u00a0TND", REGULAR)
    assert all(" " not in _text(line) for line in wrapped(clusters, 3000))
    assert len(wrapped(clusters, whole(clusters).width)) == 1


def test_a_text_too_long_for_its_line_ends_with_an_ellipsis() -> None:
    line = one_line("Bureau national d'accueil et d'orientation", REGULAR, 9000)
    assert _text(line).endswith("…")
    assert line.width <= 9000
    assert _text(one_line("Bureau", REGULAR, 9000)) == "Bureau"
    assert _text(shortened(whole(clusters_of("abc", REGULAR)), REGULAR, 10)) == "…"


def _text(line: Any) -> str:
    return "".join(cluster.text for cluster in line.clusters)


# ---------------------------------------------------------------------------- layout

WIDTH = 200.0


class Bar(Block):
    """A block of a fixed height that cannot be parted."""

    def __init__(self, height: float, stays: bool = False) -> None:
        self.size, self.keep_with_next = height, stays

    def height(self, width: float) -> float:
        return self.size


def _heights(story: list[Block], room: float = 100.0) -> list[list[float]]:
    return [
        [block.height(WIDTH) for _y, block in page] for page in laid_out(story, WIDTH, room, room)
    ]


def test_blocks_fill_a_page_and_go_on_with_the_next() -> None:
    assert _heights([Bar(40), Bar(60), Bar(1), Bar(99)]) == [[40, 60], [1, 99]]


def test_room_between_blocks_never_begins_or_ends_a_page() -> None:
    assert _heights([Bar(95), Space(20), Bar(50), Space(60)]) == [[95], [50]]


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    story: list[Block] = [Bar(80), Stack([Bar(15, stays=True), Bar(30), Bar(10)])]
    assert _heights(story) == [[80], [55]]
    parted = _heights([Bar(40), Stack([Bar(15, stays=True), Bar(30), Bar(20)])])
    assert parted == [[40, 45], [20]]


def test_kept_blocks_go_together_to_the_next_page() -> None:
    assert _heights([Bar(60), Kept([Bar(30), Bar(30)])]) == [[60], [60]]
    assert _heights([Bar(60), Stack([Bar(30), Bar(30)])]) == [[60, 30], [30]]


def test_what_is_higher_than_any_page_is_parted_even_if_it_should_be_kept() -> None:
    story: list[Block] = [Kept([Bar(90) for _number in range(10)])]
    assert [len(page) for page in _heights(story)] == [1] * 10


def test_what_cannot_be_parted_stands_alone_and_the_rest_goes_on() -> None:
    assert _heights([Bar(10), Bar(500), Bar(10)]) == [[10], [500], [10]]


def test_long_text_flows_without_single_lines() -> None:
    text = Prose("word " * 400)
    pages = laid_out([Bar(85), text], WIDTH, 100, 100)
    lines = [block.height(WIDTH) / 11.8 for page in pages for _y, block in page][1:]
    assert sum(lines) == pytest.approx(text.height(WIDTH) / 11.8)
    assert min(lines) >= 2
    assert pages[0] == [(0.0, pages[0][0][1])]  # one line would have fitted: it waits


def test_columns_are_parted_at_the_same_height() -> None:
    block = Framed(Columns([Prose("a " * 300), Prose("b " * 30)], [1, 1]))
    pages = laid_out([block], WIDTH, 100, 100)
    assert len(pages) > 1
    assert all(part.height(WIDTH) <= 100 for page in pages for _y, part in page)


def test_cells_of_the_same_total_share_line_up() -> None:
    two = Columns([Bar(1), Bar(1)], [6, 6])
    three = Columns([Bar(1), Bar(1), Bar(1)], [6, 3, 3])
    assert two._widths(300)[0] == pytest.approx(three._widths(300)[0])


def test_table_columns_fit_their_amounts() -> None:
    table = Table(
        [Column("What", 1), Column("Amount", 0, "right")],
        [["x", "1\u202f234,567\u00a0TND"], ["y", "9\u00a0TND"]],
        totals=[["Total", "1\u202f243,567\u00a0TND"]],
    )
    assert table.height(400) < 4 * 16
    assert len(table.blocks) == 4


def test_a_table_repeats_its_heading_and_keeps_the_total_with_the_last_row() -> None:
    rows = [[f"row {n}", "1"] for n in range(30)]
    table = Table([Column("What"), Column("Sum", 0, "right")], rows, totals=[["Total", "30"]])
    one_row = table.blocks[1].height(WIDTH)
    room = table.height(WIDTH) - one_row / 2  # all but the total would fit
    first, second = laid_out([table], WIDTH, room, room)
    (head,), (rest,) = [block for _y, block in first], [block for _y, block in second]
    assert isinstance(rest, Table)
    assert len(rest.blocks) == 3  # heading, last row, total
    assert isinstance(head, Table)


@given(
    st.lists(st.tuples(st.integers(1, 140), st.booleans(), st.booleans()), max_size=30),
    st.integers(60, 200),
)
@settings(max_examples=100, deadline=None)
def test_no_block_is_lost_doubled_or_over_another(
    bars: list[tuple[int, bool, bool]], room: int
) -> None:
    placed_once = [Bar(height, stays) for height, stays, _inside in bars]
    story: list[Block] = [
        Stack([bar]) if inside else bar
        for bar, (_h, _s, inside) in zip(placed_once, bars, strict=True)
    ]
    pages = laid_out(story, WIDTH, room, room)
    assert [block for page in pages for _y, block in page] == story
    for page in pages:
        lower = 0.0
        for y, block in page:
            assert y >= lower - 0.001
            lower = y + block.height(WIDTH)
        assert lower <= room or len(page) == 1


def test_a_slip_stands_at_the_foot_of_the_last_page() -> None:
    assert laid_out([Bar(50)], WIDTH, 100, 100, Bar(20))[0][1][0] == 80
    pages = laid_out([Bar(90)], WIDTH, 100, 100, Bar(20))
    assert [len(page) for page in pages] == [1, 1]
    assert pages[1][0][0] == 80


def test_sections_are_numbered_and_keep_their_title_on_the_first_part() -> None:
    story = sections(("One", [Bar(10)]), ("Two", [Bar(60) for _number in range(5)]))
    titles = [block.title for page in laid_out(story, WIDTH, 150, 150) for _y, block in page]
    assert titles == ["1 One", "2 Two", "", ""]
    assert isinstance(story[1], Section)


def test_an_empty_field_is_marked_so_that_nobody_adds_to_it() -> None:
    sheet = Sheet()
    fields([Field("Name", "")]).draw(sheet, 0, 0, 300)
    with_dash = sheet.content()
    other = Sheet()
    fields([Field("Name", "–")]).draw(other, 0, 0, 300)
    assert with_dash == other.content()


# ---------------------------------------------------------------------------- drawings


@pytest.mark.parametrize(
    "text",
    [
        "Fatoumata Konaté",
        "GIN-2026-1 Konate",
        "",
        "A",
        "http://x",
        "gin-2026-1",
        "X" * 50,
        "GIN\n1",
    ],
)
def test_a_code_takes_a_case_number_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match="case number"):
        case_code(text)


def test_a_code_is_made_of_few_lines_and_no_picture() -> None:
    code = case_code("GIN-2026-00017-5")
    assert sum(len(shape.path) for shape in code.shapes) < 400
    assert code == case_code("GIN-2026-00017-5")
    assert code != case_code("GIN-2026-00018-3")


def test_the_mark_is_drawn_from_its_file() -> None:
    assert [len(shape.path) > 3 for shape in mark().shapes] == [True, True]
    sheet = Sheet()
    sheet.keep("Mark", mark())
    sheet.stamp("Mark", 0, 0, 10)
    assert "FormXob.Mark Do" in sheet.content()


# ---------------------------------------------------------------------------- cost and traces


def test_facts_can_be_imported_without_the_pdf_libraries() -> None:
    code = (
        "import sys, intake_app.documents.facts;"
        "libraries = 'pikepdf', 'reportlab', 'uharfbuzz', 'segno', 'bidi';"
        "print([name for name in libraries if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    loud = code.replace("documents.facts", "documents.paper")
    done = subprocess.run([sys.executable, "-c", loud], capture_output=True, text=True, check=True)
    assert "pikepdf" in done.stdout  # negative control
    assert "reportlab" in done.stdout


_watched: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is not None and event == "open":
        path, mode, flags = arguments
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & 0o3
        if writes:
            _watched.append(str(path))


sys.addaudithook(_watch)


@contextmanager
def files_written() -> Iterator[list[str]]:
    """The files that are opened for writing meanwhile."""
    global _watched  # noqa: PLW0603 - an audit hook cannot be taken back
    _watched = []
    try:
        yield _watched
    finally:
        _watched = None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_building_a_paper_writes_no_file(kind: str, tmp_path: Any) -> None:
    facts = KINDS[kind].facts()
    with files_written() as files:
        KINDS[kind].build(facts)
    assert files == []
    with files_written() as files:
        (tmp_path / "control").write_text("x")
    assert len(files) == 1


def test_payloads_are_many_and_of_every_kind() -> None:
    assert len(samples.PAYLOADS) >= 25
    assert any("\ud800" in text for text in samples.PAYLOADS)
    assert any(unicodedata.bidirectional(text[0]) == "AL" for text in samples.PAYLOADS)

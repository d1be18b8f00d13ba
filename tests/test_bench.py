"""Every bench runs on a tiny office and reports sane figures; the judging itself is right."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import bench
from tests.benches.figures import Figure, Goal, Limit, figure, interleaved, line, missing, rates
from tests.benches.ground import Ground, Scale

TINY = Scale(persons=60, small=30, rounds=1, many=8, cases_in_batch=5, records_for_hub=40)

AT_NIGHT = {"lock", "desk", "long plan"}
"""Benches that take longest: two start the real program again and again, which the tests of
processes do every time."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Ground]:
    """One tiny office for all benches."""
    made = Ground(tmp_path_factory.mktemp("bench"), TINY, postgres_server)
    yield made
    made.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.nightly if name in AT_NIGHT else ())
        for name in bench.BENCHES
    ],
)
def test_the_bench_measures_everything_that_it_names(name: str, ground: Ground) -> None:
    found = list(bench.figures_of(name, ground))
    assert found
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.median is not None, one.note
        for value in (one.median, one.p95, one.limit_median, one.ratio):
            assert value is None or (math.isfinite(value) and value > 0), one
        assert bool(one.verdict) == bool(one.goal), one
        assert one.verdict in {"ok", "above", "below", ""}
        assert line(one)


def test_a_bench_that_breaks_is_a_line_and_stops_nothing(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_ground: Ground) -> Iterator[Figure]:
        yield figure("one", [1.0])
        raise ValueError("no such table")

    monkeypatch.setitem(bench.BENCHES, "broken", broken)
    first, second = bench.figures_of("broken", ground)
    assert first.median == 1.0
    assert second.median is None
    assert "no such table" in line(second)


def test_the_figures_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "figures.json"
    assert bench.main(["--only", "case", "--json", str(path)], TINY) == 0
    written = json.loads(path.read_text("utf-8"))
    assert written["persons"] == TINY.persons
    printed = capsys.readouterr().out
    for one in written["figures"]:
        assert one["name"] in printed


# ---------------------------------------------------------------------------- judging


def test_a_ratio_is_of_the_medians_and_judged_both_ways() -> None:
    limit = Limit("plain", [1.0, 2.0, 3.0])
    slow = figure("save", [7.0, 8.0, 99.0], limit=limit, goal=Goal("ratio", 4))
    assert (slow.ratio, slow.verdict, slow.goal) == (4.0, "ok", "≤ 4 ×")
    assert figure("save", [8.2], limit=limit, goal=Goal("ratio", 4)).verdict == "above"
    rate = Goal("ratio", 0.6, at_least=True)
    assert figure("seal", [1.2], limit=limit, goal=rate).verdict == "ok"
    assert figure("seal", [1.1], limit=limit, goal=rate).verdict == "below"


def test_what_is_over_the_limit_is_judged_in_its_unit() -> None:
    limit = Limit("key derivation", [200.0])
    assert figure("unlock", [350.0], limit=limit, goal=Goal("over", 150)).verdict == "ok"
    assert figure("unlock", [351.0], limit=limit, goal=Goal("over", 150)).verdict == "above"


def test_few_samples_have_no_p95_and_are_judged_by_the_slowest() -> None:
    few = figure("search", [1.0] * 18 + [9.0], goal=Goal("p95", 5))
    assert (few.p95, few.verdict) == (None, "above")
    many = figure("search", [1.0] * 99 + [9.0], goal=Goal("p95", 5))
    assert (many.p95, many.verdict) == (1.0, "ok")


def test_works_take_turns() -> None:
    order: list[str] = []
    samples = interleaved(2, lambda: order.append("a"), lambda: order.append("b"))
    assert order == ["a", "b", "a", "b"]
    assert [len(one) for one in samples] == [2, 2]
    assert rates(50, [500.0]) == [100.0]


def test_what_is_missing_says_why_and_claims_nothing() -> None:
    none = missing("typst", "typst is not installed", Goal("ratio", 0.5))
    assert (none.median, none.verdict, none.goal) == (None, "", "≤ 0.5 ×")
    assert "typst is not installed" in line(none)

"""Expressions of questionnaires: what they give, what is refused, and a second opinion on them."""

from __future__ import annotations

import math
import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from intake_app.instruments.expressions import (
    MOST_LETTERS,
    Around,
    ExpressionRefused,
    as_number,
    as_text,
    parsed,
)
from intake_app.instruments.patterns import Pattern

TODAY = date(2026, 5, 12)


def told(text: str, own: str = "", **answers: str) -> str:
    return parsed(text).text(Around(answers, TODAY, own))


@pytest.mark.parametrize(
    ("text", "answers", "said"),
    [
        ("${a} < 18", {"a": "12"}, "true"),
        ("${a} < 18", {}, "false"),
        ("${a} = ''", {}, "true"),
        ("${a} != '' and ${b} = 'x'", {"a": "1", "b": "x"}, "true"),
        ("1 + 2 * 3 - 4 div 2", {}, "5"),
        ("7 mod 4 + -1", {}, "2"),
        ("selected(${a}, 'land')", {"a": "tools land"}, "true"),
        ("selected(${a}, 'lan')", {"a": "tools land"}, "false"),
        ("count-selected(${a})", {"a": "tools land"}, "2"),
        ("if(${a} > 0, ${a}, 0) + if(${b} > 0, ${b}, 0)", {"a": "4", "b": "dont_know"}, "4"),
        ("coalesce(${a}, 'none')", {}, "none"),
        ("not(true()) or false()", {}, "false"),
        ("${d} <= today()", {"d": "2026-05-12"}, "true"),
        ("${d} < today()", {"d": "2026-05-12"}, "false"),
        ("today() - ${d}", {"d": "2026-05-02"}, "10"),
        ("round(2.345, 2)", {}, "2.35"),
        ("round(2.5)", {}, "3"),
        ("int(-2.7)", {}, "-2"),
        ("1 div 0", {}, ""),
        ("${a} + 1", {"a": "x"}, ""),
        ("min(3, 1, 2)", {}, "1"),
        ("concat('a', ${a}, 1)", {"a": "é"}, "aé1"),
        ("string-length(${a})", {"a": "été"}, "3"),
        ('contains("a\'b", "\'")', {}, "true"),
        ("(((1)))", {}, "1"),
        ("0.1 + 0.2", {}, "0.30000000000000004"),
    ],
)
def test_what_an_expression_gives(text: str, answers: dict[str, str], said: str) -> None:
    assert told(text, **answers) == said


def test_the_dot_is_the_answer_itself() -> None:
    rule = parsed(". >= 0 and . <= 120")
    assert rule.is_own
    assert rule.holds(Around({}, TODAY, "120"))
    assert not rule.holds(Around({}, TODAY, "121"))
    assert parsed("${a} = ${b}").names == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("pulldata('x', 'y')", "pulldata"),
        ("/data/person/age < 18", "/"),
        ("//*", "/"),
        ("..", "."),
        ("age < 18", "age"),
        ("${a} <", "too early"),
        ("(${a}", "bracket"),
        ("${a} ${b}", "b"),
        ("selected(${a})", "too few"),
        ("true", "true"),
        ("if(1, 2)", "too few"),
        ("'open", "'"),
        ("(" * 26 + "1" + ")" * 26, "nested"),
        ("1+" * 600 + "1", "too long"),
        ("1" + "+1" * 200, "too long"),
        ("", "too early"),
        ("${a} & 1", "&"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(text: str, part: str) -> None:
    with pytest.raises(ExpressionRefused) as caught:
        parsed(text)
    assert part in str(caught.value.sentence)


def test_a_hostile_expression_costs_no_time() -> None:
    """The longest that is taken, made of what is dearest, on the longest answer."""
    inner = "selected(${a},'x')"
    text = inner
    while len(text) + len(inner) + 4 <= MOST_LETTERS and text.count("selected") < 40:
        text += f" or {inner}"
    answer = "y " * 1_000
    began = time.process_time()
    assert not parsed(text).holds(Around({"a": answer}, TODAY))
    deep = "not(" * 24 + "1" + ")" * 24
    parsed(deep).holds(Around({}, TODAY))
    assert time.process_time() - began < 0.5


def test_figures_as_texts() -> None:
    assert [as_text(n) for n in (3.0, -0.5, 1e-7, 1e20)] == [
        "3", "-0.5", "0.0000001", "100000000000000000000",
    ]  # fmt: skip
    assert math.isnan(as_number(""))
    assert as_number("1970-01-02") == 1


# ---------------------------------------------------------------- patterns


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^[0-9]{9}$", ["622123456"], ["62212345", "6221234567", "62212345a", ""]),
        ("\\+224 ?6\\d{8}", ["+224 622123456", "+224622123456"], ["224622123456"]),
        ("[A-Z]{2}-\\d{4}(-\\d+)*", ["GN-2026", "GN-2026-1-22"], ["GN-2026-", "gn-2026"]),
        ("(oui|non)", ["oui", "non"], ["ouinon"]),
        ("[^ ]+@[^ ]+\\.[a-z]{2,}", ["a@b.org"], ["a b@c.org", "a@b"]),
        ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
        ("(?:ab)?c", ["abc", "c"], ["ab"]),
        ("", [""], ["x"]),
    ],
)
def test_patterns(pattern: str, good: list[str], bad: list[str]) -> None:
    rule = parsed(f"regex(., '{pattern}')")
    assert [text for text in good if not rule.holds(Around({}, TODAY, text))] == []
    assert [text for text in bad if rule.holds(Around({}, TODAY, text))] == []


@pytest.mark.parametrize(
    "pattern", ["(a", "a)", "[a", "*a", "a**", "(?=a)", "\\1", "a{2", "a{5,2}", "a{999}", "\\x41",
                "((((((((( a )))))))))", "[z-a]"]
)  # fmt: skip
def test_a_pattern_that_is_not_known_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionRefused):
        parsed(f"regex(., '{pattern}')")
    with pytest.raises(ExpressionRefused):
        parsed("regex(., ${pattern})")


def test_a_hostile_pattern_costs_no_time() -> None:
    """Those on which Python's own matcher would be busy until the next century."""
    began = time.process_time()
    for pattern in ("(a*)*b", "(a|a)*b", "(a|aa)+b", "(.*)(.*)(.*)(.*)x", "((a{1,99}){1,99}){9}"):
        assert not Pattern(pattern).fits("a" * 399 + "c")
    assert time.process_time() - began < 1.5


_PIECES = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d"]),
    lambda inside: st.one_of(
        st.tuples(inside, inside).map("".join),
        st.tuples(inside, inside).map(lambda t: f"({t[0]}|{t[1]})"),
        st.tuples(inside, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(
            lambda t: f"(?:{t[0]}){t[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(pattern=_PIECES, text=st.text("ab1", max_size=8))
def test_python_finds_the_same(pattern: str, text: str) -> None:
    assert Pattern(pattern).fits(text) is bool(re.fullmatch(pattern, text))


# ---------------------------------------------------------------- a second opinion: libxml2

_NAMES = st.sampled_from(["a", "b", "c"])
_LEAVES = st.one_of(
    st.integers(0, 50).map(str),
    st.sampled_from(["0.5", "2.25", "'x'", "''", "'7'", "true()", "false()"]),
    _NAMES.map(lambda name: f"${{{name}}}"),
)


def _joined(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(
        ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]
    )
    return st.one_of(
        st.tuples(inside, signs, inside).map(lambda t: f"{t[0]} {t[1]} {t[2]}"),
        inside.map(lambda text: f"({text})"),
        inside.map(lambda text: f"-({text})"),
        inside.map(lambda text: f"not({text})"),
        inside.map(lambda text: f"number({text})"),
        inside.map(lambda text: f"string({text})"),
        st.tuples(inside, inside).map(lambda t: f"contains({t[0]}, {t[1]})"),
        inside.map(lambda text: f"string-length({text})"),
        inside.map(lambda text: f"floor({text})"),
    )


_EXPRESSIONS = st.recursive(_LEAVES, _joined, max_leaves=8)
_ANSWERS = st.fixed_dictionaries(
    {name: st.sampled_from(["", "0", "3", "7", "x", "12.5", "-4"]) for name in "abc"}
)
_EMPTY = etree.fromstring("<x/>")


@settings(max_examples=80, deadline=None, derandomize=True)
@given(text=_EXPRESSIONS, answers=_ANSWERS)
def test_libxml_says_the_same(text: str, answers: dict[str, str]) -> None:
    ours = parsed(text).root.value(Around(answers, TODAY))
    theirs = _EMPTY.xpath(text.replace("${", "$").replace("}", ""), **answers)
    if isinstance(ours, float) and isinstance(theirs, float):
        assert math.isnan(ours) == math.isnan(theirs)
        assert math.isnan(ours) or ours == pytest.approx(theirs)
    elif isinstance(ours, str) and "." in ours and ours != str(theirs):
        assert float(ours) == pytest.approx(float(theirs))
    else:
        assert ours == theirs

"""Two records beside each other, row by row, each row with how the two compare.

Pure. What is compared is what a profile shows to everybody at the desk: nothing of a sealed note,
a screening or a medical file is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from intake_app.formats import country_name, format_date, format_partial, language_name
from intake_app.i18n import _, language
from intake_app.names.likeness import likeness
from intake_app.people.background import Address, Background
from intake_app.people.evidence import Facts, birth_weight
from intake_app.people.model import DocumentKind, Homecoming, IdentityDocument, Person, Sex
from intake_app.values import PartialDate, folded
from intake_app.words import word

_MAY_BE_ONE_NAME = 0.55
"""Likeness from which two names are shown as alike: a human looks at them."""


class State(StrEnum):
    """How two records compare in one row."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"
    ONLY_MINE = "only_mine"
    ONLY_THEIRS = "only_theirs"

    @property
    def differs(self) -> bool:
        """True if somebody has to look at the row."""
        return self is not State.SAME


@dataclass(frozen=True)
class Item:
    """One answer: what it is compared by, and how it reads in the language of the screen."""

    key: str
    words: Callable[[], str]


@dataclass(frozen=True)
class Side:
    """One column. Empty where nothing is known. ``registered_at`` is UTC, empty while typing."""

    name: str
    facts: Facts
    papers: tuple[Item, ...] = ()
    phones: tuple[Item, ...] = ()
    address: str = ""
    languages: tuple[Item, ...] = ()
    household: tuple[Item, ...] = ()
    returns: tuple[Item, ...] = ()
    registered_at: str = ""
    person_id: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the comparison; texts in the language of the screen, several answers by lines."""

    key: str
    label: str
    mine: str
    theirs: str
    state: State


def side_of(person: Person, returns: Iterable[Homecoming], others: Iterable[Person]) -> Side:
    """The column of a stored record; ``others`` are those of its household."""
    told = person.background or Background()
    household = tuple(others)
    return Side(
        person.display_name,
        Facts(
            family_name=person.family_name,
            given_names=person.given_names,
            other_names=person.other_names,
            own_script_name=person.own_script_name,
            sex=person.sex,
            birth=person.birth,
            nationality=person.nationality,
            mother_name=person.mother_name,
            father_name=person.father_name,
            household=tuple(one.given_names for one in household),
            origin=told.origin,
            phones=tuple(one.number or one.as_typed for one in person.telephones),
            documents=tuple(one.number for one in person.documents if one.number),
        ),
        papers=tuple(_paper(one) for one in person.documents if one.kind is not DocumentKind.NONE),
        phones=tuple(
            Item(_digits(one.number or one.as_typed), partial(str, one.as_typed or one.number))
            for one in person.telephones
        ),
        address=_address(told.address),
        languages=tuple(Item(code, partial(_tongue, code)) for code in told.languages),
        household=tuple(Item(one.given_names, partial(str, one.display_name)) for one in household),
        returns=tuple(_return(one) for one in returns),
        registered_at=person.registered_at,
        person_id=person.id,
    )


def side_of_facts(facts: Facts, returns: Iterable[Homecoming] = ()) -> Side:
    """The column of what is typed and not saved yet."""
    name = f"{facts.family_name.upper()} {facts.given_names}".strip()
    return Side(
        name,
        facts,
        papers=tuple(Item(_number(number), partial(str, number)) for number in facts.documents),
        phones=tuple(Item(_digits(number), partial(str, number)) for number in facts.phones),
        household=tuple(Item(name, partial(str, name)) for name in facts.household),
        returns=tuple(_return(one) for one in returns),
    )


def compared(mine: Side, theirs: Side) -> list[Row]:
    """Every row that one of the two knows something about, in the order of the form."""
    rows = (_row(key, label(), say, judge, mine, theirs) for key, label, say, judge in _ROWS)
    return [row for row in rows if row is not None]


# ---------------------------------------------------------------------------- one row

_Say = Callable[[Side], str]
_Judge = Callable[[Side, Side], State]


def _row(key: str, label: str, say: _Say, judge: _Judge, mine: Side, theirs: Side) -> Row | None:
    ours, others = say(mine), say(theirs)
    if not ours and not others:
        return None
    if not ours or not others:
        return Row(key, label, ours, others, State.ONLY_MINE if ours else State.ONLY_THEIRS)
    return Row(key, label, ours, others, judge(mine, theirs))


def _names(read: Callable[[Facts], str]) -> _Judge:
    def judge(mine: Side, theirs: Side) -> State:
        return _like(read(mine.facts), read(theirs.facts))

    return judge


def _like(one: str, other: str) -> State:
    if folded(one) == folded(other):
        return State.SAME
    found = likeness(one, other)
    alike = found.same or found.value >= _MAY_BE_ONE_NAME
    return State.ALIKE if alike else State.DIFFERENT


def _family(mine: Side, theirs: Side) -> State:
    """Names change their places: what one calls the family name the other may call a given name."""
    return _or_crossed(
        mine, theirs, lambda facts: facts.family_name, lambda facts: facts.given_names
    )


def _given(mine: Side, theirs: Side) -> State:
    return _or_crossed(
        mine, theirs, lambda facts: facts.given_names, lambda facts: facts.family_name
    )


def _or_crossed(
    mine: Side, theirs: Side, read: Callable[[Facts], str], crossed: Callable[[Facts], str]
) -> State:
    straight = _like(read(mine.facts), read(theirs.facts))
    other = crossed(theirs.facts)
    if straight is State.DIFFERENT and other:
        across = _like(read(mine.facts), other)
        return State.DIFFERENT if across is State.DIFFERENT else State.ALIKE
    return straight


def _birth(mine: Side, theirs: Side) -> State:
    one, other = mine.facts.birth, theirs.facts.birth
    if one is None or other is None or one == other:
        return State.SAME
    return State.ALIKE if birth_weight(one, other)[0] > 0 else State.DIFFERENT


def _equal(read: Callable[[Facts], object]) -> _Judge:
    return lambda mine, theirs: (
        State.SAME if read(mine.facts) == read(theirs.facts) else State.DIFFERENT
    )


def _sets(read: Callable[[Side], Sequence[Item]]) -> _Judge:
    """The same things, some of them, or none."""

    def judge(mine: Side, theirs: Side) -> State:
        ours, others = ({item.key for item in read(side)} for side in (mine, theirs))
        if ours == others:
            return State.SAME
        return State.ALIKE if ours & others else State.DIFFERENT

    return judge


def _household(mine: Side, theirs: Side) -> State:
    pairs = [_like(one.key, other.key) for one in mine.household for other in theirs.household]
    if len(mine.household) == len(theirs.household) == pairs.count(State.SAME):
        return State.SAME
    return State.DIFFERENT if set(pairs) == {State.DIFFERENT} else State.ALIKE


def _address_alike(mine: Side, theirs: Side) -> State:
    return _like(mine.address, theirs.address)


# ---------------------------------------------------------------------------- in words


def _tongue(code: str) -> str:
    return language_name(code, language())


def _paper(paper: IdentityDocument) -> Item:
    return Item(_number(paper.number) or paper.kind.value, partial(_paper_words, paper))


def _paper_words(paper: IdentityDocument) -> str:
    parts = [word("document", paper.kind), paper.number]
    if paper.country:
        parts.append(country_name(paper.country, language()))
    if paper.place:
        parts.append(word("place", paper.place))
    return " · ".join(part for part in parts if part)


def _return(coming: Homecoming) -> Item:
    return Item(coming.arrived_on.isoformat(), partial(_return_words, coming))


def _return_words(coming: Homecoming) -> str:
    return _("{day} from {country}, {kind}").format(
        day=format_date(coming.arrived_on, language()),
        country=country_name(coming.from_country, language()),
        kind=word("return", coming.kind),
    )


def _address(address: Address) -> str:
    areas = (area.name for area in reversed(address.areas))
    return ", ".join(one for one in (address.directions, address.locality, *areas) if one)


def _born(birth: PartialDate | None) -> str:
    return format_partial(birth, language()) if birth else ""


def _sex(sex: Sex) -> str:
    return "" if sex is Sex.UNKNOWN else word("sex", sex)


def _country(code: str) -> str:
    return country_name(code, language()) if code else ""


def _lines(items: Iterable[Item]) -> str:
    return "\n".join(item.words() for item in items)


def _number(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum()).replace("O", "0").replace("I", "1")


def _digits(text: str) -> str:
    """The end of a number: whether its country stands before it says nothing."""
    return "".join(c for c in text if c.isdigit())[-8:]


_ROWS: tuple[tuple[str, Callable[[], str], _Say, _Judge], ...] = (
    ("family_name", lambda: _("Family name"), lambda side: side.facts.family_name, _family),
    ("given_names", lambda: _("Given names"), lambda side: side.facts.given_names, _given),
    (
        "own_script_name",
        lambda: _("Name in its own script"),
        lambda side: side.facts.own_script_name,
        _names(lambda facts: facts.own_script_name),
    ),
    (
        "other_names",
        lambda: _("Other names"),
        lambda side: side.facts.other_names,
        _names(lambda facts: facts.other_names),
    ),
    ("sex", lambda: _("Sex"), lambda side: _sex(side.facts.sex), _equal(lambda one: one.sex)),
    ("birth", lambda: _("Date of birth"), lambda side: _born(side.facts.birth), _birth),
    (
        "nationality",
        lambda: _("Nationality"),
        lambda side: _country(side.facts.nationality),
        _equal(lambda one: one.nationality),
    ),
    (
        "mother_name",
        lambda: _("Mother’s name"),
        lambda side: side.facts.mother_name,
        _names(lambda facts: facts.mother_name),
    ),
    (
        "father_name",
        lambda: _("Father’s name"),
        lambda side: side.facts.father_name,
        _names(lambda facts: facts.father_name),
    ),
    (
        "documents",
        lambda: _("Documents"),
        lambda side: _lines(side.papers),
        _sets(lambda side: side.papers),
    ),
    (
        "phones",
        lambda: _("Telephone"),
        lambda side: _lines(side.phones),
        _sets(lambda side: side.phones),
    ),
    (
        "origin",
        lambda: _("Place of origin"),
        lambda side: side.facts.origin,
        _names(lambda facts: facts.origin),
    ),
    ("address", lambda: _("Address"), lambda side: side.address, _address_alike),
    (
        "languages",
        lambda: _("Languages spoken"),
        lambda side: _lines(side.languages),
        _sets(lambda side: side.languages),
    ),
    ("household", lambda: _("Household"), lambda side: _lines(side.household), _household),
    (
        "returns",
        lambda: _("Return"),
        lambda side: _lines(side.returns),
        _sets(lambda side: side.returns),
    ),
)
"""Key, label, what a column says, how the two are judged."""

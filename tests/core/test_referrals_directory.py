"""The service directory: which service fits whom and why, what our referrals say, finding one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake_app.errors import InvalidInput
from intake_app.people.background import Address, Area, Background
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.directory import CLOSED, FULL, STALE, Directory
from intake_app.referrals.fitting import accepted_words, ranked, wanted_for
from intake_app.referrals.model import Record, Urgency
from intake_app.referrals.needed import limit
from intake_app.referrals.provider import Provider
from intake_app.session import Session
from tests.factories import TODAY, a_person, a_provider

FRESH = TODAY.isoformat()


def somebody(**changes: object) -> Person:
    """Lives in Ratoma, speaks French and Pular."""
    areas = (Area("Conakry", "GN01"), Area("Ratoma", "GN0105"))
    background = Background(address=Address(areas), languages=("ff",))
    return replace(a_person(language="fr"), background=background, **changes)  # type: ignore[arg-type]


def named(*names: str, **changes: object) -> list[Provider]:
    return [a_provider(name=name, verified_on=FRESH, **changes) for name in names]


def order(services: list[Provider], **changes: object) -> list[str]:
    records = changes.pop("records", {})
    day = changes.pop("day", TODAY)
    urgency = changes.pop("urgency", Urgency.NORMAL)
    wanted = wanted_for(somebody(), "employment", day, urgency)  # type: ignore[arg-type]
    return [fit.provider.name for fit in ranked(services, wanted, records)]  # type: ignore[arg-type]


def reasons(
    service: Provider, record: Record | None = None, day: date = TODAY
) -> dict[str, object]:
    wanted = wanted_for(somebody(), "employment", day, Urgency.NORMAL)
    (fit,) = ranked([service], wanted, {service.id: record} if record else {})
    return {reason.words: reason.is_good for reason in fit.reasons}


def test_services_of_another_kind_and_closed_ones_are_not_offered() -> None:
    (health,) = named("Santé", sector="health")
    (shut,) = named("Fermé", active=False)
    (also,) = named("Maison", sector="health", also=("employment",))
    assert order([health, shut, also]) == ["Maison"]


def test_the_one_near_the_person_comes_first_by_code_or_by_name() -> None:
    (far,) = named("A loin", area="Labé")
    (near,) = named("B près", area="Ratoma (commune)", area_code="GN0105")
    (named_so,) = named("C près", area="Conakry, ratoma")
    (country,) = named("D pays", area="Tout le pays")
    assert order([far, country, near, named_so]) == ["B près", "C près", "D pays", "A loin"]
    assert reasons(near)["Serves Ratoma (commune), where the person lives"] is True
    assert reasons(far)["Serves Labé, not where the person lives"] is False
    assert reasons(country)["Serves the whole country"] is True


def test_a_language_that_the_person_speaks_counts_and_is_said() -> None:
    (no,) = named("A", speaks=("sus",))
    (yes,) = named("B", speaks=("ff",))
    assert order([no, yes]) == ["B", "A"]
    assert any(words.startswith("Speaks ") for words in reasons(yes))
    assert any(words.startswith("Nobody there speaks ") for words in reasons(no))


def test_a_full_service_comes_last_and_says_so() -> None:
    (full,) = named("A", capacity=2, area="Ratoma")
    (free,) = named("B", capacity=2, area="Labé")
    records = {full.id: Record(open=2), free.id: Record(open=1)}
    assert order([full, free], records=records) == ["B", "A"]
    assert reasons(full, Record(open=2))["Full: 2 of our people are there already"] is False
    assert reasons(free, Record(open=1))["1 place left"] is True


def test_in_an_emergency_the_one_that_is_open_today_goes_before_the_near_one() -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    (near,) = named("Près", area="Ratoma", open_days="67")
    (open_now,) = named("Ouvert", area="Labé", open_days="12345")
    assert order([near, open_now], day=monday) == ["Près", "Ouvert"]
    assert order([near, open_now], day=monday, urgency=Urgency.EMERGENCY) == ["Ouvert", "Près"]
    assert reasons(open_now, day=monday)["Open today (Monday)"] is True
    assert reasons(near, day=monday)["Closed today (Monday)"] is False


def test_what_it_did_before_decides_among_equals_from_three_answers_on() -> None:
    good, bad, new = (named(name)[0] for name in "ABC")
    records = {good.id: Record(1, 3), bad.id: Record(3, 3), new.id: Record(0, 1)}
    assert order([good, bad, new], records=records) == ["B", "C", "A"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Record(), ""),
        (Record(8, 10), "Accepted 8 of 10"),
        (Record(8, 10, 0), "Accepted 8 of 10, answers within a day"),
        (Record(8, 10, 1), "Accepted 8 of 10, answers after 1 day"),
        (Record(8, 10, 3), "Accepted 8 of 10, answers after 3 days"),
    ],
)
def test_acceptance_and_days_to_an_answer_are_said_in_words(record: Record, said: str) -> None:
    assert accepted_words(record) == said


def test_an_entry_is_stale_after_the_limit_of_the_data_or_if_nobody_ever_asked() -> None:
    days = limit("stale_service")
    entry = a_provider(verified_on=FRESH)
    assert not entry.is_stale(TODAY + timedelta(days=days))
    assert entry.is_stale(TODAY + timedelta(days=days + 1))
    assert a_provider(verified_on="").is_stale(TODAY)
    assert reasons(a_provider(verified_on=""))["Never verified: ring there first"] is False


def test_the_directory_is_found_by_every_word_under_each_filter() -> None:
    (old,) = named("Écoute de Ratoma", sector="psychosocial", also=("health",))
    (full,) = named("Centre Kaloum", capacity=1, speaks=("ff",))
    (shut,) = named("Ancien centre", active=False)
    old = replace(old, verified_on="2020-01-01")
    directory = Directory(
        [old, full, shut], {full.id: Record(open=4)}, TODAY, language_words=lambda _code: "Pular"
    )
    assert directory.find("ecoute RATOMA") == [old]
    assert directory.find("centre") == [full, shut]
    assert directory.find("pular") == [full]
    assert directory.find("", "health") == directory.find("", "psychosocial") == [old]
    assert directory.find("", STALE) == [old]
    assert directory.find("", FULL) == [full]
    assert directory.find("", CLOSED) == [shut]
    counts = directory.counts()
    assert (counts["all"], counts[STALE], counts[FULL], counts[CLOSED]) == (3, 1, 1, 1)
    assert counts["health"] == 1
    assert directory.free(full) == 0
    assert directory.free(old) is None


def test_everything_of_an_entry_is_kept(counsellor: Session) -> None:
    entry = a_provider(
        also=("training", "health"), speaks=("fr", "ff"), area="Ratoma", area_code="GN0105",
        area_version="COD-AB 2024", open_days="12345", capacity=12, email="x@example.org",
        trust="Accueille bien les femmes", source="guinea",
    )  # fmt: skip
    saved = referrals.save_provider(counsellor, entry)
    assert referrals.providers(counsellor) == [saved] == [replace(entry, revision=1)]
    with pytest.raises(InvalidInput) as refused:
        referrals.save_provider(counsellor, a_provider(capacity=-1))
    assert set(refused.value.problems) == {"capacity"}


def test_an_institution_of_a_programme_is_one_entry_with_all_its_kinds_of_help(
    counsellor: Session,
) -> None:
    morocco = replace(counsellor, office=replace(counsellor.office, country="MA"))
    assert referrals.add_partners_of_pack(morocco, "anapec", "fr") == 2
    one = next(
        entry for entry in referrals.providers(morocco) if entry.name == "ANAPEC, centres EIMEA"
    )
    assert one.sectors == ("employment", "entrepreneurship", "psychosocial")
    assert one.source == "anapec"
    assert one.is_stale(TODAY)
    assert referrals.add_partners_of_pack(morocco, "anapec", "fr") == 0

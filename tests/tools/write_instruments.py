"""Writes ``resources/instruments/*.xlsx`` anew: ``python -m tests.tools.write_instruments``.

The satisfaction survey has the seven items and five answers of public code (``domain.md`` 2.4). The
sustainability survey is worded by this project, by the subjects that the published survey is known
to cover; it is not that survey, and has no weights.
"""

# ruff: noqa: E501 - each question is one text
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.tools.xlsx_writer import workbook

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "instruments"

EN, FR = "English (en)", "Français (fr)"
_SURVEY = (
    "type", "name", f"label::{EN}", f"label::{FR}", f"hint::{EN}", f"hint::{FR}", "required",
    "relevant", "constraint", f"constraint_message::{EN}", f"constraint_message::{FR}",
    "calculation", "default", "read_only",
)  # fmt: skip
_CHOICES = ("list_name", "name", f"label::{EN}", f"label::{FR}")

_OPEN = (
    ("dont_know", "Does not know", "Ne sait pas"),
    ("no_answer", "Does not wish to answer", "Ne souhaite pas répondre"),
)
LISTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "satisfied": (
        ("5", "Very satisfied", "Très satisfait(e)"),
        ("4", "Satisfied", "Satisfait(e)"),
        ("3", "OK", "Correct"),
        ("2", "Dissatisfied", "Insatisfait(e)"),
        ("1", "Very dissatisfied", "Très insatisfait(e)"),
        ("not_applicable", "Not applicable: not received", "Sans objet : non reçu"),
    ),
    "content": (
        ("4", "Very satisfied", "Très satisfait(e)"),
        ("3", "Satisfied", "Satisfait(e)"),
        ("2", "Neither the one nor the other", "Ni l’un ni l’autre"),
        ("1", "Dissatisfied", "Insatisfait(e)"),
        ("0", "Very dissatisfied", "Très insatisfait(e)"),
        *_OPEN,
    ),
    "quality": (
        ("4", "Very good", "Très bon"),
        ("3", "Good", "Bon"),
        ("2", "Fair", "Moyen"),
        ("1", "Poor", "Mauvais"),
        ("0", "Very poor", "Très mauvais"),
        *_OPEN,
    ),
    "burden": (
        ("4", "Never", "Jamais"),
        ("3", "Rarely", "Rarement"),
        ("2", "Sometimes", "Parfois"),
        ("1", "Often", "Souvent"),
        ("0", "Very often", "Très souvent"),
        *_OPEN,
    ),
    "taking_part": (
        ("4", "Very often", "Très souvent"),
        ("3", "Often", "Souvent"),
        ("2", "Sometimes", "Parfois"),
        ("1", "Rarely", "Rarement"),
        ("0", "Never", "Jamais"),
        *_OPEN,
    ),
    "agreement": (
        ("4", "Agrees fully", "Tout à fait d’accord"),
        ("3", "Agrees", "D’accord"),
        ("2", "Neither the one nor the other", "Ni l’un ni l’autre"),
        ("1", "Disagrees", "Pas d’accord"),
        ("0", "Disagrees fully", "Pas du tout d’accord"),
        *_OPEN,
    ),
    "yes_is_good": (("1", "Yes", "Oui"), ("0", "No", "Non"), *_OPEN),
    "no_is_good": (("1", "No", "Non"), ("0", "Yes", "Oui"), *_OPEN),
    "debt": (
        ("2", "There is no debt", "Il n’y a pas de dette"),
        ("1", "Spending in a month is more", "Les dépenses d’un mois sont plus élevées"),
        ("0", "The debt is more", "La dette est plus élevée"),
        *_OPEN,
    ),
    "schooling": (
        ("3", "All of them", "Tous"),
        ("2", "Most of them", "La plupart"),
        ("1", "Some of them", "Quelques-uns"),
        ("0", "None of them", "Aucun"),
        ("not_applicable", "No child of school age", "Aucun enfant en âge scolaire"),
        *_OPEN,
    ),
    "reasons": (
        ("no_work", "Has none now", "N’en a pas actuellement"),
        ("conditions", "The conditions of the present work", "Les conditions du travail actuel"),
        ("pay", "The pay", "La rémunération"),
        ("place", "The place", "Le lieu"),
        ("other", "Another reason", "Une autre raison"),
    ),
    "staying": (
        ("need", "Needs to leave: danger, no income", "Doit partir : danger, pas de revenu"),
        ("wish", "Wishes to leave: family, plans", "Souhaite partir : famille, projets"),
        ("other", "Another reason", "Une autre raison"),
    ),
    "seeking": (("yes", "Yes", "Oui"), ("no", "No", "Non"), *_OPEN),
}

Line = dict[str, str]


def _ask(kind: str, name: str, english: str, french: str, **more: str) -> Line:
    return {"type": kind, "name": name, f"label::{EN}": english, f"label::{FR}": french, **more}


def _one(choices: str, name: str, english: str, french: str, **more: str) -> Line:
    return _ask(f"select_one {choices}", name, english, french, required="yes", **more)


SATISFACTION = (
    _ask(
        "note", "reading", "Read each line aloud, with its answers. What the person did not receive"
        " is “not applicable”.",
        "Lisez chaque ligne à haute voix, avec ses réponses. Ce que la personne n’a pas reçu est"
        " « sans objet ».",
    ),
    _one("satisfied", "return_help", "The help with the return itself", "L’aide au retour lui-même"),
    _one("satisfied", "counselling", "The counselling", "L’accompagnement et les conseils"),
    _one("satisfied", "economic_help", "The economic assistance", "L’aide économique"),
    _one("satisfied", "social_help", "The social assistance", "L’aide sociale"),
    _one(
        "satisfied", "community_help", "The assistance at the level of the community",
        "L’aide au niveau de la communauté",
    ),
    _one(
        "satisfied", "overall", "The support for the reintegration, all in all",
        "L’appui à la réintégration dans l’ensemble",
    ),
    _one(
        "satisfied", "expectations", "What was received, compared with what was expected",
        "Ce qui a été reçu, par rapport à ce qui était attendu",
    ),
    {
        "type": "calculate", "name": "total_of_six",
        f"label::{EN}": "Total of the first six", f"label::{FR}": "Total des six premières",
        "calculation": " + ".join(
            f"if(${{{name}}} > 0, ${{{name}}}, 0)"
            for name in ("return_help", "counselling", "economic_help", "social_help",
                         "community_help", "overall")
        ),
    },
    _ask(
        "note", "total", "Total of the first six: ${total_of_six} of 30",
        "Total des six premières : ${total_of_six} sur 30",
    ),
)  # fmt: skip

ECONOMIC = (
    _one(
        "content", "e_situation", "How content are you with how you stand economically today?",
        "Dans quelle mesure êtes-vous satisfait(e) de votre situation économique aujourd’hui ?",
    ),
    _one(
        "burden", "e_food", "Since your return, how often did you eat less or worse because food was"
        " too dear?",
        "Depuis votre retour, combien de fois avez-vous mangé moins ou moins bien parce que la"
        " nourriture était trop chère ?",
    ),
    _one(
        "yes_is_good", "e_credit", "If you had to borrow money, would you find somebody who lends it?",
        "Si vous deviez emprunter de l’argent, trouveriez-vous quelqu’un qui vous en prête ?",
    ),
    _one(
        "burden", "e_borrowing", "How often do you have to borrow money?",
        "Combien de fois devez-vous emprunter de l’argent ?",
    ),
    _one(
        "debt", "e_debt", "What is more: what you spend in a month, or what you owe?",
        "Qu’est-ce qui est le plus élevé : ce que vous dépensez en un mois, ou ce que vous devez ?",
    ),
    _one(
        "quality", "e_chances", "How good are your chances to get work or training here?",
        "Vos possibilités d’obtenir un travail ou une formation ici sont de quel niveau ?",
    ),
    _one(
        "yes_is_good", "e_work", "Do you work at present? School, training and care for others count.",
        "Travaillez-vous en ce moment ? L’école, une formation et les soins aux proches comptent.",
    ),
    _one(
        "yes_is_good", "e_means", "Do you own something that you can earn with: land, animals, a shop,"
        " a vehicle, tools?",
        "Possédez-vous de quoi gagner votre vie : terre, animaux, commerce, véhicule, outils ?",
    ),
    _one(
        "seeking", "e_seeking", "Are you looking for work, or for other work?",
        "Cherchez-vous du travail, ou un autre travail ?",
    ),
    _ask(
        "select_multiple reasons", "e_reasons", "Why are you looking?", "Pourquoi en cherchez-vous ?",
        relevant="${e_seeking} = 'yes'", required="yes",
    ),
)  # fmt: skip

SOCIAL = (
    _one(
        "quality", "s_finding_home", "How easy is it to find a home in the place where you live?",
        "Trouver un logement là où vous vivez : à quel niveau est-ce possible ?",
    ),
    _one(
        "quality", "s_home", "How good is the home that you live in?",
        "Le logement dans lequel vous vivez est de quel niveau ?",
    ),
    _one(
        "quality", "s_education", "How good is the access to schools and training where you live?",
        "L’accès à l’école et à la formation là où vous vivez est de quel niveau ?",
    ),
    _one(
        "schooling", "s_children", "Do the children of school age in your household go to school?",
        "Les enfants en âge scolaire de votre ménage vont-ils à l’école ?",
    ),
    _one(
        "quality", "s_justice", "How good is the access to courts and police where you live?",
        "L’accès à la justice et à la police là où vous vivez est de quel niveau ?",
    ),
    _one(
        "yes_is_good", "s_identity", "Do you have at least one identity document?",
        "Avez-vous au moins une pièce d’identité ?",
    ),
    _one(
        "quality", "s_papers", "How good is the access to papers from the authorities?",
        "L’accès aux documents délivrés par les autorités est de quel niveau ?",
    ),
    _one(
        "quality", "s_water", "How good is the access to clean drinking water?",
        "L’accès à l’eau potable est de quel niveau ?",
    ),
    _one(
        "quality", "s_health", "How good is the access to a doctor or a health centre?",
        "L’accès à un médecin ou à un centre de santé est de quel niveau ?",
    ),
    _one(
        "quality", "s_care", "How good is the care that one gets there?",
        "Les soins que l’on y reçoit sont de quel niveau ?",
    ),
)  # fmt: skip

PSYCHOSOCIAL = (
    _one(
        "taking_part", "p_occasions", "How often do you take part in feasts and meetings around you?",
        "Combien de fois participez-vous aux fêtes et aux réunions autour de vous ?",
    ),
    _one(
        "quality", "p_support", "How good is the support of the people whom you can turn to?",
        "L’appui des personnes vers qui vous pouvez vous tourner est de quel niveau ?",
    ),
    _one(
        "agreement", "p_belonging", "“I belong to the people among whom I live.”",
        "« Je fais partie des gens parmi lesquels je vis. »",
    ),
    _one(
        "agreement", "p_safety", "“My family and I are safe when we go about our day outside.”",
        "« Ma famille et moi sommes en sécurité dans notre vie de tous les jours dehors. »",
    ),
    _one(
        "burden", "p_quarrels", "Since your return, how often was there tension or quarrel in the"
        " family?",
        "Depuis votre retour, combien de fois y a-t-il eu des tensions ou des disputes en famille ?",
    ),
    _one(
        "burden", "p_discrimination", "Since your return, how often were you treated worse than"
        " others?",
        "Depuis votre retour, combien de fois vous a-t-on traité(e) moins bien que les autres ?",
    ),
    _one(
        "burden", "p_burdens", "How often are you angry, sad, afraid, tense or lonely, or find it hard"
        " to think of one thing?",
        "Combien de fois êtes-vous en colère, triste, inquiet(ète), tendu(e) ou seul(e), ou avez-vous"
        " du mal à vous concentrer ?",
    ),
    _one(
        "no_is_good", "p_help", "Would you like to talk to somebody who is trained to help with this?",
        "Aimeriez-vous parler à quelqu’un dont c’est le métier d’aider pour cela ?",
        **{
            f"hint::{EN}": "If yes, offer a referral at once.",
            f"hint::{FR}": "Si oui, proposez tout de suite une orientation.",
        },
    ),
    _one(
        "yes_is_good", "p_staying", "Whatever you wish: would you be able to stay and live here?",
        "Quel que soit votre souhait : pourriez-vous rester et vivre ici ?",
    ),
    _ask(
        "select_multiple staying", "p_leaving", "Why would you not be able to stay?",
        "Pourquoi ne pourriez-vous pas rester ?", relevant="${p_staying} = '0'", required="yes",
    ),
)  # fmt: skip


def _spaced(column: str, text: str) -> str:
    """French with its no-break spaces."""
    if not column.endswith(FR):
        return text
    for sign in ":;?!»":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("« ", "«\u00a0")


def _group(name: str, english: str, french: str, lines: Sequence[Line]) -> Iterator[Line]:
    yield _ask("begin_group", name, english, french)
    yield from lines
    yield {"type": "end_group"}


SUSTAINABILITY = (
    *_group("economic", "Economic life", "Vie économique", ECONOMIC),
    *_group("social", "Living among others", "Vie sociale", SOCIAL),
    *_group("psychosocial", "Well-being", "Bien-être", PSYCHOSOCIAL),
    _ask("text", "remarks", "Anything else that was said", "Autre chose qui a été dit"),
)


def _sheets(
    lines: Sequence[Mapping[str, str]], settings: Mapping[str, str]
) -> dict[str, list[list[str]]]:
    used = [name for name in _SURVEY if any(line.get(name) for line in lines)]
    lists = {line["type"].partition(" ")[2] for line in lines if line["type"].startswith("select")}
    choices = [
        [name, code, english, _spaced(FR, french)]
        for name, some in LISTS.items()
        if name in lists
        for code, english, french in some
    ]
    return {
        "survey": [used, *([_spaced(name, line.get(name, "")) for name in used] for line in lines)],
        "choices": [list(_CHOICES), *choices],
        "settings": [list(settings), list(settings.values())],
    }


def files() -> dict[str, bytes]:
    """Every file by its name."""
    return {
        "satisfaction.xlsx": workbook(
            _sheets(
                SATISFACTION,
                {
                    "form_title": "Satisfaction of returnees / Satisfaction des personnes de retour",
                    "form_id": "returnee_satisfaction",
                    "version": "2026-11",
                    "default_language": EN,
                },
            )
        ),
        "sustainability.xlsx": workbook(
            _sheets(
                SUSTAINABILITY,
                {
                    "form_title": "Sustainability of the return / Durabilité du retour",
                    "form_id": "return_sustainability",
                    "version": "2026-11",
                    "default_language": EN,
                },
            )
        ),
    }


if __name__ == "__main__":
    for file_name, content in files().items():
        (FOLDER / file_name).write_bytes(content)

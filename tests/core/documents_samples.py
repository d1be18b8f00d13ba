"""Invented facts for the printed forms: an ordinary case, a bare one and a crowded one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from intake_app.documents.assessment_facts import (
    AssessmentFacts,
    ProspectFacts,
    SkillFacts,
    WishFacts,
)
from intake_app.documents.consent_facts import AskedFacts, ConsentFormFacts
from intake_app.documents.facts import (
    ActivityFacts,
    ArrivalReceiptFacts,
    BudgetFrame,
    BudgetLineFacts,
    CeilingFacts,
    ConsentFacts,
    DecisionFacts,
    GivenFacts,
    GoalFacts,
    GrantFacts,
    Heading,
    IdentityFacts,
    IntakeProfileFacts,
    MadeFacts,
    MemberFacts,
    PersonFacts,
    PlanFacts,
    ProviderFacts,
    ReferralFacts,
    ReturnFacts,
)
from intake_app.documents.forms import (
    arrival_receipt,
    assessment_summary,
    consent_form,
    grant_request,
    intake_profile,
    referral_letter,
    reintegration_plan,
)
from intake_app.values import Money, PartialDate

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


PAYLOADS = (
    "<husband>",
    "weight < 50 kg & height > 1.5 m",
    "<b>bold</b>",
    "<b>not closed",
    "</para></b>",
    '<font size="90">HUGE</font>',
    '<img src="/etc/passwd" width="5" height="5"/>',
    '<img src="file:///etc/passwd"/>',
    '<img src="http://127.0.0.1:9/x.png"/>',
    '<a href="javascript:app.alert(1)">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    "https://example.org/?a=1&b=2",
    "mailto:desk@office.example",
    "<font color=\"__import__('os')\">x</font>",
    "<font color=\"[[[getattr(pow,Word('__globals__'))['os']]]] and 'red'\">e</font>",
    '<onDraw name="x" label="y"/>text',
    '<seq id="x"/><seqreset id="x"/>',
    '<getName default="zz"/>',
    "&unknown; &#x0; &#99999999; &nbsp; &amp;",
    "{name} {0} %s %(x)s ${y} {{z}}",
    "\\(paren) <</ActualText (x)>> BDC ET Q",
    ") Tj ET /Im1 Do BT (",
    "]]> <!-- x --> <?xpacket end='r'?>",
    "a\0b",
    "a\x01\x1b[31mb\x7f\x85\x9f",
    "a\ud800b",
    "cod\u202efdp.exe \u2066x\u2069",
    "zero\u200bwidth\ufeff no\u00adte",
    "e" + "\u0301" * 1000 + "nd",
    "محمد عبد الله",
    "ፋጡማ መሐመድ",
    "ߝߊߕߎߡߊ ߞߏߣߕߍ",
    "𞤊𞤢𞤼𞤵𞤥𞤢𞤼𞤢",
    "Ọlábísí Adébáyọ̀ Ŋɔŋlɔ",
    "漢字 😀 \u0378 \ue000",
    "'; DROP TABLE person; --",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<table><tr><td>x</td></tr></table>",
    "<br/><br><p/>",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?><x/>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<a name='x'/><a href='#x'>there</a>",
    "<super>up</super><sub>down</sub><u>under</u>",
    "<bullet>*</bullet><index item='x'/>",
    "<para align='right'>right</para>",
    "$(reboot) `reboot` | reboot",
    "../../../etc/passwd",
    "C:\\CON\\NUL.pdf",
    "%PDF-1.7 endstream endobj xref trailer",
    "/Type /Action /S /JavaScript",
    "+1-1 @SUM(A1) -2+3",
    "\"quoted\" 'single' «guillemets» “curly”",
    "\u0627\u0300\u064b Kaloum \u0660\u0661\u0662",
    "👩🏽‍⚕️ 🇬🇳 e\u0301 é ﬁ ﬀ Ǆ",
    "ı İ ß ẞ ſ Å K",
    "A & B && C &amp; D &&amp;",
    '=HYPERLINK("http://x")',
    "tab\tand\r\nnew\rlines\u2028and\u2029more",
)
"""What people, scanners and enemies type into a field (``security.md`` H9)."""


def heading(language: str = "en", **changes: Any) -> Heading:
    values: dict[str, Any] = {
        "office": "Return and Reintegration Office, Conakry",
        "office_lines": (
            "12 rue du Port, Kaloum, Conakry",
            "+224 620 00 00 00 · desk@office.example",
        ),
        "case_number": "GIN-2026-00017-5",
        "issued_on": date(2026, 11, 22),
        "issued_by": "Aïssatou Diallo",
        "issued_by_title": "Counsellor",
        "language": language,
        "programme": "Reintegration support for returnees, phase II",
        **changes,
    }
    return Heading(**values)


def person(**changes: Any) -> PersonFacts:
    values: dict[str, Any] = {
        "family_name": "Œuvrard-Konaté",
        "given_names": "Fatoumata Élodie",
        "other_names": "Fanta",
        "own_script_name": "فاطمة بنت محمد عبد الله",
        "sex": "female",
        "birth": PartialDate.from_edtf("1992-03-12"),
        "nationality": "GN",
        "language": "fr",
        "phone": "+224 622 11 22 33",
        "mother_name": "Mariama Bâ",
        "father_name": "Ọlábísí Konaté",
        "documents": (
            IdentityFacts("passport", "O00123456", "GN", PartialDate.from_edtf("2029-05")),
            IdentityFacts("laissez_passer", "LP-88/2026", "TN"),
        ),
        "household": (
            MemberFacts("Ibrahima KONATÉ", "husband", "male", PartialDate.from_edtf("1988~"), True),
            MemberFacts("Mamadou KONATÉ", "son", "male", PartialDate.from_edtf("2016-07")),
            MemberFacts("Hawa KONATÉ", "daughter", "female", PartialDate.from_edtf("2019/2020")),
        ),
        "homecoming": ReturnFacts("TN", "assisted_voluntary", date(2026, 11, 3)),
        **changes,
    }
    return PersonFacts(**values)


def consent(**changes: Any) -> ConsentFacts:
    values: dict[str, Any] = {
        "purpose": "sharing",
        "given_how": "thumbprint",
        "given_on": date(2026, 11, 4),
        "recipient": "Clinique Espérance",
        "language": "ff",
        "interpreter": "Oumar Sow",
        "witness": "Binta Camara",
        "text_version": "2026-1",
        **changes,
    }
    return ConsentFacts(**values)


def decision(**changes: Any) -> DecisionFacts:
    values: dict[str, Any] = {
        "verdict": "approved",
        "name": "Jean-Baptiste Haba",
        "role": "supervisor",
        "at": datetime(2026, 11, 21, 16, 5, tzinfo=UTC),
        "content_hash": HASH,
        **changes,
    }
    return DecisionFacts(**values)


def profile(language: str = "en", **changes: Any) -> IntakeProfileFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "opened_on": date(2026, 11, 4),
        "opened_by": "Mory Traoré",
        "counsellor": "Aïssatou Diallo",
        "consents": (
            consent(purpose="case_management", recipient="", given_how="signature"),
            consent(),
            consent(purpose="statistics", recipient="", withdrawn_on=date(2026, 11, 20)),
        ),
        **changes,
    }
    return IntakeProfileFacts(**values)


_STEPS = (
    ActivityFacts(
        "Choose the place for the shop",
        "Fatoumata",
        date(2026, 12, 1),
        "done",
        "Town hall of Kaloum",
        date(2026, 11, 19),
        "The contract of the room",
    ),
    ActivityFacts(
        "Three quotations for a sewing machine, an overlock machine and an iron",
        "Counsellor",
        date(2026, 12, 10),
        "under_way",
    ),
    ActivityFacts("Trade licence", "Fatoumata and the town hall", None, "planned"),
)
GOALS = (
    GoalFacts(
        "economic",
        "Open a tailor's shop that feeds the family",
        "individual",
        _STEPS,
        ("A tailor's shop", "Sewing"),
    ),
    GoalFacts("social", "The children go to school again", "individual", _STEPS[:1]),
    GoalFacts("social", "The village council knows whom to ask", "community"),
    GoalFacts("psychosocial", "Sleep through the night", "individual", _STEPS[2:]),
)
BUDGET = (
    BudgetLineFacts(
        "Small business", "Sewing machine and overlock", "in_kind", Money(1250000, "EUR")
    ),
    BudgetLineFacts("Small business", "First stock of cloth", "cash", Money(38050, "EUR")),
    BudgetLineFacts(
        "Education", "School fees for two children, one year", "service", Money(30000, "EUR")
    ),
)


def plan(language: str = "en", **changes: Any) -> PlanFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "version": 2,
        "state": "approved",
        "author": "Aïssatou Diallo",
        "written_on": date(2026, 11, 18),
        "goals": GOALS,
        "budget": BUDGET,
        "ceilings": (
            CeilingFacts(
                "Small business", Money(1500000, "EUR"), Money(1288050, "EUR"), Money(211950, "EUR")
            ),
            CeilingFacts(
                "Whole package",
                Money(1800000, "EUR"),
                Money(1318050, "EUR"),
                Money(431950, "EUR"),
                Money(50000, "EUR"),
            ),
        ),
        "days_left": 163,
        "ends_on": date(2027, 5, 4),
        "supervisor": "Jean-Baptiste Haba",
        "approval": decision(),
        "assessments": MADE,
        **changes,
    }
    return PlanFacts(**values)


def grant(language: str = "en", **changes: Any) -> GrantFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "number": 1,
        "amount": Money(3900000, "TND"),
        "form": "in_kind",
        "purpose": "A sewing machine (Singer 4423), an overlock machine and an iron for the shop.",
        "package": "Small business",
        "plan_line": "Sewing machine and overlock",
        "payment": "supplier",
        "state": "approved",
        "author": "Aïssatou Diallo",
        "requested_on": date(2026, 11, 20),
        "plan_version": 2,
        "supplier": "Établissements Baldé & Fils",
        "frame": BudgetFrame(
            Money(15600000, "TND"), Money.zero("TND"), Money(11700000, "TND"), 163
        ),
        "supervisor": "Jean-Baptiste Haba",
        "decision": decision(reason="The cheapest of three quotations."),
        **changes,
    }
    return GrantFacts(**values)


def arrival_receipt_facts(language: str = "en", **changes: Any) -> ArrivalReceiptFacts:
    who = person()
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": PersonFacts(
            family_name=who.family_name,
            given_names=who.given_names,
            own_script_name=who.own_script_name,
        ),
        "items": (
            GivenFacts("Pocket money", "cash", date(2026, 11, 20), value=Money(5000, "EUR")),
            GivenFacts("Kit", "goods", date(2026, 11, 20), "Hygiene kit, for women", 3),
            GivenFacts(
                "Transport", "service", date(2026, 11, 21), "Taxi to Kindia", 1,
                Money(2550, "EUR"), "Aïssatou Barry",
            ),
        ),
        "total": Money(7550, "EUR"),
        **changes,
    }  # fmt: skip
    return ArrivalReceiptFacts(**values)


MADE = (
    MadeFacts("before_return", date(2026, 10, 12), "OFII Paris"),
    MadeFacts("after_arrival", date(2026, 11, 6), "Aïssatou Diallo"),
)


def assessments(language: str = "en", **changes: Any) -> AssessmentFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(documents=(), household=(), mother_name="", father_name=""),
        "made": MADE,
        "wishes": (
            WishFacts(
                "before_return", "A tailor's shop", "Two years as a tailor", "No tools", "", ""
            ),
            WishFacts(
                "after_arrival", "A tailor's shop", "Two years as a tailor, a room at the aunt's",
                "No tools", "yes", "The room is free and the package pays for the machines",
            ),
            WishFacts("both", "Drive a truck", "", "No licence", "no", "No driving school near"),
        ),
        "skills": (
            SkillFacts("both", "Sewing", "alone", "Showed two dresses", "CAP, Conakry 2014"),
        ),
        "prospects": (
            ProspectFacts("after_arrival", "economic", "opportunity", "A market each week", "Ask"),
            ProspectFacts("both", "social", "risk", "A debt with the uncle", "Mediation"),
        ),
        **changes,
    }  # fmt: skip
    return AssessmentFacts(**values)


def referral(language: str = "en", **changes: Any) -> ReferralFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(documents=(), household=(), mother_name="", father_name=""),
        "provider": ProviderFacts(
            name="Clinique Espérance",
            sector="Health",
            area="Matam",
            contact="Dr Sékou Touré",
            phone="+224 621 00 11 22",
            address="Carrefour Hamdallaye, Conakry",
            opening="Mon–Fri 8–16",
            cost="Free of charge",
        ),
        "number": 2,
        "urgency": "urgent",
        "reason": "Needs a medical examination: pain in the chest for two weeks, and no sleep.",
        "consent": consent(),
        "referred_on": date(2026, 11, 22),
        "answer_by": date(2026, 11, 25),
        "counsellor": "Aïssatou Diallo",
        "counsellor_phone": "+224 620 00 00 01",
        "has_withheld": True,
        "reply_code": "3F9A-07C1-8",
        "slip": "REF3F9A07C18",
        **changes,
    }
    return ReferralFacts(**values)


def asked(**changes: Any) -> AskedFacts:
    values: dict[str, Any] = {
        "purpose": "sharing",
        "text": "We would like to give the service named here only those details about you that it"
        " needs to help you.",
        "answer": "given",
        "day": date(2026, 11, 4),
        "recipient": "Clinique Espérance",
        "given_how": "thumbprint",
        "witness": "Binta Camara",
        "interpreter": "Oumar Sow",
        "spoken": "ff",
        "text_version": "2026-1",
        "withheld": ("phone", "family"),
        "withhold": "Nothing about the debts.",
        "legal_basis": "consent",
        **changes,
    }
    return AskedFacts(**values)


def consents(language: str = "en", **changes: Any) -> ConsentFormFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(documents=(), household=()),
        "asked": (
            asked(purpose="case_management", recipient="", given_how="signature", withheld=()),
            asked(),
            asked(purpose="tracing", answer="not_now", recipient=""),
            asked(purpose="statistics", answer="refused", recipient=""),
            asked(purpose="photo", answer="withdrawn", recipient=""),
            AskedFacts("contact_after", "We would like to contact you again."),
        ),
        "text_version": "2026-1",
        "is_child": True,
        **changes,
    }
    return ConsentFormFacts(**values)


@dataclass(frozen=True)
class Kind:
    """One form: how to make ordinary facts for it, and how to build it."""

    facts: Callable[..., Any]
    build: Callable[[Any], bytes]


KINDS = {
    "intake_profile": Kind(profile, intake_profile.build),
    "consent_form": Kind(consents, consent_form.build),
    "reintegration_plan": Kind(plan, reintegration_plan.build),
    "grant_request": Kind(grant, grant_request.build),
    "assessment_summary": Kind(assessments, assessment_summary.build),
    "arrival_receipt": Kind(arrival_receipt_facts, arrival_receipt.build),
    "referral_letter": Kind(referral, referral_letter.build),
}

ALL_KINDS = sorted(KINDS)


def built(kind: str, language: str = "en", **changes: Any) -> bytes:
    """The paper with ordinary facts, some of them changed."""
    return KINDS[kind].build(KINDS[kind].facts(language, **changes))

"""What is printed on the consent form: each question with the text that is read aloud, and what the
person answered; without answers it is the form to ask and sign with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import PaperFacts, PersonFacts


@dataclass(frozen=True)
class AskedFacts:
    """One question. ``answer`` is empty as long as nobody asked, else a code: ``given``,
    ``excepted``, ``refused``, ``not_now``, ``withdrawn``, with its ``day``.

    ``recipient`` is the service's name, ``withheld`` codes of parts that it may not have. What a
    person said with a no is not on the paper: it stays in the vault.
    """

    purpose: str
    text: str
    answer: str = ""
    day: date | None = None
    recipient: str = ""
    given_how: str = ""
    witness: str = ""
    interpreter: str = ""
    spoken: str = ""
    text_version: str = ""
    withheld: tuple[str, ...] = ()
    withhold: str = ""
    legal_basis: str = ""
    basis_reason: str = ""
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class ConsentFormFacts(PaperFacts):
    """The consent form of one person. ``is_child``: the caregiver signs too."""

    person: PersonFacts = PersonFacts()
    asked: tuple[AskedFacts, ...] = ()
    text_version: str = ""
    is_child: bool = False

"""The codes of the file of a child: kinds of entries, causes, kinds of care, outcomes."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry is about."""

    SITUATION = "situation"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    DETERMINATION = "determination"
    VERDICT = "verdict"
    REQUEST = "request"
    ATTEMPT = "attempt"
    VERIFIED = "verified"
    REUNIFIED = "reunified"
    CLOSED = "closed"
    COUNTERPART = "counterpart"
    SENT = "sent"
    ANSWERED = "answered"
    STEP = "step"


class SeparationCause(StrEnum):
    """Why a child and its family were parted: the 17 of CPIMS+ and “other” (``domain.md`` 3.2)."""

    ABANDONED = "abandoned"
    FAMILY_VIOLENCE = "family_violence"
    DEATH_OR_SICKNESS = "death_or_sickness"
    WAR = "war"
    DISASTER = "disaster"
    PERSECUTION = "persecution"
    WORK = "work"
    EDUCATION = "education"
    SERVICES = "services"
    MIGRATION = "migration"
    ORGANISED_MOVEMENT = "organised_movement"
    ENTRUSTED = "entrusted"
    REPATRIATION = "repatriation"
    POVERTY = "poverty"
    ARMED_GROUP = "armed_group"
    TRAFFICKED = "trafficked"
    ARREST = "arrest"
    OTHER = "other"


class Care(StrEnum):
    """With whom a child lives: the 13 kinds of CPIMS+ (``domain.md`` 3.2)."""

    PARENTS = "parents"
    STEP_PARENT = "step_parent"
    CUSTOMARY = "customary"
    SIBLING = "sibling"
    KINSHIP = "kinship"
    FOSTER = "foster"
    RESIDENTIAL = "residential"
    KAFALA = "kafala"
    INDEPENDENT = "independent"
    CHILD_HEADED = "child_headed"
    UNRELATED = "unrelated"
    NONE = "none"
    OTHER = "other"


class Action(StrEnum):
    """What is done to find the family, as Primero names it (``domain.md`` 3.2)."""

    CASE_BY_CASE = "case_by_case"
    INDIVIDUAL = "individual"
    MASS = "mass"
    PHOTO = "photo"
    TO_NGO = "to_ngo"
    TO_ICRC = "to_icrc"


class Outcome(StrEnum):
    """What an attempt came to."""

    PENDING = "pending"
    SUCCESSFUL = "successful"
    UNSUCCESSFUL = "unsuccessful"


class Purpose(StrEnum):
    """What something about the child goes to the counterpart for."""

    INQUIRY = "inquiry"
    TRACING = "tracing"
    REPORT = "report"
    HAND_OVER = "hand_over"


class StepState(StrEnum):
    """Where one of the steps stands. Undone: it was done or skipped, and that is taken back."""

    DONE = "done"
    SKIPPED = "skipped"
    UNDONE = "undone"

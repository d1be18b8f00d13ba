"""The service directory and referrals as rows."""

from __future__ import annotations

from intake_app.referrals.model import Provider, Referral, ReferralState, Urgency
from intake_app.vault.db import Connection, Row

_PROVIDER = (
    "id, revision, name, sector, area, contact, phone, address, languages, cost, opening,"
    " verified_on, active"
)
_REFERRAL = (
    "id, revision, case_id, provider_id, consent_id, number, sector, reason, urgency, state,"
    " answer, author, referred_at"
)


def put_provider(db: Connection, provider: Provider) -> None:
    """Insert or replace an entry of the directory."""
    db.execute(
        f"INSERT INTO provider ({_PROVIDER}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,"
        " sector = excluded.sector, area = excluded.area, contact = excluded.contact,"
        " phone = excluded.phone, address = excluded.address, languages = excluded.languages,"
        " cost = excluded.cost, opening = excluded.opening,"
        " verified_on = excluded.verified_on, active = excluded.active",
        (
            provider.id, provider.revision, provider.name, provider.sector, provider.area,
            provider.contact, provider.phone, provider.address, provider.languages,
            provider.cost, provider.opening, provider.verified_on, int(provider.active),
        ),
    )  # fmt: skip


def provider(db: Connection, provider_id: str) -> Provider | None:
    """One entry of the directory by its id."""
    row = db.execute(f"SELECT {_PROVIDER} FROM provider WHERE id = ?", (provider_id,)).fetchone()
    return _provider(row) if row else None


def providers(db: Connection) -> list[Provider]:
    """The whole directory, by name."""
    rows = db.execute(f"SELECT {_PROVIDER} FROM provider ORDER BY name, id")
    return [_provider(row) for row in rows]


def _provider(row: Row) -> Provider:
    return Provider(**{**dict(row), "active": bool(row["active"])})


def put(db: Connection, referral: Referral) -> None:
    """Insert a referral or write its new state."""
    db.execute(
        f"INSERT INTO referral ({_REFERRAL}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state,"
        " answer = excluded.answer",
        (
            referral.id, referral.revision, referral.case_id, referral.provider_id,
            referral.consent_id, referral.number, referral.sector, referral.reason,
            referral.urgency.value, referral.state.value, referral.answer, referral.author,
            referral.referred_at,
        ),
    )  # fmt: skip


def get(db: Connection, referral_id: str) -> Referral | None:
    """One referral by its id."""
    row = db.execute(f"SELECT {_REFERRAL} FROM referral WHERE id = ?", (referral_id,)).fetchone()
    return _referral(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Referral]:
    """A case's referrals in the order they were made."""
    rows = db.execute(
        f"SELECT {_REFERRAL} FROM referral WHERE case_id = ? ORDER BY number",
        (case_id,),
    )
    return [_referral(row) for row in rows]


def _referral(row: Row) -> Referral:
    return Referral(
        **{
            **dict(row),
            "urgency": Urgency(row["urgency"]),
            "state": ReferralState(row["state"]),
        }
    )

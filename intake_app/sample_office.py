"""What the invented office has: services in its directory, and an amount that it confirmed."""

from __future__ import annotations

from intake_app.packs.model import FamilyRole, Group, Per
from intake_app.packs.overlay import FigureKind
from intake_app.programmes import service as programmes
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import Money, new_id

_SERVICES = (
    ("Centre de formation en couture", "training", "Conakry, Ratoma", "lun–ven 8–16"),
    ("Mission locale pour l’emploi", "employment", "Conakry, Kaloum", "lun–jeu 9–15"),
    ("Centre de santé communal", "health", "Conakry, Matam", "tous les jours"),
    ("Service d’écoute", "psychosocial", "Conakry, Dixinn", "mar et jeu 9–13"),
    ("École du quartier", "education", "Kindia", "lun–ven 8–14"),
    ("Appui aux petites entreprises", "entrepreneurship", "Labé", "sur rendez-vous"),
)
"""Invented services of the sample office: name, sector, area, opening."""

_SUBSIDY = (FigureKind.CEILING, "targeted_support", Group.ANY, FamilyRole.ANY, Per.CASE)


def furnish(session: Session) -> None:
    """Fill the directory, and confirm what Tounesna's sources leave open (an invented figure)."""
    for name, sector, area, opening in _SERVICES:
        referrals.save_provider(
            session,
            Provider(
                new_id(), f"{name} (exemple)", sector, area=area, opening=opening,
                languages="français, pular", verified_on=session.today().isoformat(),
            ),
        )  # fmt: skip
    if "tounesna" in session.packs:
        amount = Money.of("1800", session.packs["tounesna"].currency)
        reason = "Exemple : lettre de la coordination (montant inventé)."
        year = session.today().year
        programmes.change_amount(session, "tounesna", _SUBSIDY, amount, year, reason)

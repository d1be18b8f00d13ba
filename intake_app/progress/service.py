"""Noting how far an activity of the plan in force has come."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.attachments import store as attachments_store
from intake_app.cases.model import Stage
from intake_app.cases.service import view_in
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.i18n import _
from intake_app.plans import store as plans_store
from intake_app.progress import store
from intake_app.progress.model import Progress
from intake_app.session import Session
from intake_app.vault.db import Connection


def note_progress(session: Session, entry: Progress) -> Progress:
    """Write down how far an activity is. The plan stays as it was approved.

    Raises InvalidInput with a sentence per field; NotAllowed if no approved plan has the activity,
    or in a closed case.
    """
    session.require(Act.PROGRESS_NOTED)
    entry = entry.cleaned()
    entry.check(session.today())
    with session.act(Act.PROGRESS_NOTED, entry.case_id) as change:
        view = view_in(change.db, entry.case_id)
        if view.case.stage is Stage.CLOSURE:
            raise NotAllowed(_("This case is closed: nothing can be noted in it any more."))
        in_force = plans_store.approved(change.db, entry.case_id)
        known = {one.id for one in in_force.activities()} if in_force else set()
        if in_force is None or entry.activity_id not in known:
            raise NotAllowed(_("Progress is noted for the activities of the approved plan only."))
        if entry.file_id:
            _require_file(change.db, view.person.id, entry.file_id)
        saved = replace(
            entry,
            plan_id=in_force.id,
            author=session.user.id,
            written_at=change.at,
            revision=1,
        )
        store.put(change.db, saved)
        change.send("progress", saved.id, saved.revision, saved, saved.case_id)
    return saved


def _require_file(db: Connection, person_id: str, file_id: str) -> None:
    file = attachments_store.get(db, file_id)
    if file is None or file.removed_at or file.person_id != person_id:
        raise InvalidInput({"file_id": _("This file is not in the case any more.")})


def progress_of(session: Session, case_id: str) -> list[Progress]:
    """Everything noted in a case, the oldest first."""
    with session.read() as db:
        return store.of_case(db, case_id)

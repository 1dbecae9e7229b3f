"""Dossiers ready to file, written to the database from the valid dossier of `dossiers.py`."""

from datetime import date, datetime
from typing import Any

from accounts.models import Organisation, User
from applications.call_content import (
    ActorCategory,
    Axis,
    Commitment,
    Contact,
    DocumentCategory,
    Milestone,
    Objective,
)
from applications.content import Dossier
from applications.filing import submit
from applications.models import Action, Application, Call, Document, Section, Snapshot
from applications.scope import FIELDS
from tests.applications.dossiers import CLOSES_AT, OPENS_AT, valid_dossier
from tests.factories import make_application, make_call, make_call_content, paris

IN_TIME = paris("2024-04-15 12:00:00")


def make_limits_call(**fields: Any) -> Call:
    """The call that `dossiers.valid_dossier` answers, closing on 30 April 2024 at 23:59:59."""
    terms = valid_dossier().terms
    content = make_call_content(
        axes=[
            Axis(code=code, number=rank, title=title, short_title=title)
            for rank, (code, title) in enumerate(terms.axes, start=1)
        ],
        objectives=[Objective(code=code, title=title) for code, title in terms.objectives],
        actor_categories=[
            ActorCategory(code=code, title=title) for code, title in terms.actor_categories
        ],
        document_categories=[
            DocumentCategory(code=code, title=title, is_required=True)
            for code, title in terms.required_documents
        ],
        commitments=[Commitment(code=code, text=text) for code, text in terms.commitments],
        milestones=[
            Milestone(
                code="decision",
                title="Décision du président de la MILDECA",
                starts_on=date(2024, 6, 1),
                ends_on=date(2024, 6, 30),
                period="juin 2024",
            )
        ],
        contact=Contact(
            service="MILDECA – appel à projets",
            address="69 rue de Varenne, 75007 Paris",
            email="limits@example.org",
            phone="01 00 00 00 00",
        ),
        silence_text="Sans réponse au 31 août 2024, la demande est réputée rejetée.",
        silence_text_is_validated=True,
    )
    dates = {"opens_at": OPENS_AT, "closes_at": CLOSES_AT, "title": terms.title}
    return make_call(content, **(dates | fields))


def make_ready(
    *,
    holder: Organisation,
    by: User,
    call: Call | None = None,
    dossier: Dossier | None = None,
) -> Application:
    """A draft that conforms to everything: only « Déposer » is left to do."""
    call = call or make_limits_call()
    application = make_application(holder=holder, by=by, call=call)
    write(application, dossier or valid_dossier())
    return Application.objects.select_related("call", "holder", "departement").get(
        pk=application.pk
    )


def write(application: Application, dossier: Dossier) -> None:
    """Store a dossier's content as rows, whatever was there."""
    for key, field in FIELDS.items():
        content = getattr(dossier, field).model_dump(mode="json")
        Section.objects.filter(application=application, key=key).update(content=content, version=1)
    application.actions.all().delete()
    ids = {}
    for plan in dossier.actions:
        row = Action.objects.create(
            application=application,
            position=plan.position,
            content=plan.content.model_dump(mode="json"),
            version=1,
        )
        ids[plan.id] = row.pk
    budget = application.sections.get(key="budget")
    for line in budget.content["expenses"]:
        line["action"] = ids.get(line["action"])
    budget.save()
    for file in dossier.documents:
        Document.objects.create(
            application=application,
            category=file.category,
            name=file.name,
            file=f"pieces/{file.category}.pdf",
            size=file.size,
            content_type=file.content_type,
            sha256=file.sha256,
            scan_status=file.scan,
            uploaded_by=application.created_by,
        )
    Application.objects.filter(pk=application.pk).update(
        title=dossier.project.title,
        requested_amount=sum(dossier.budget.requested),
        total_cost=sum(line.total for line in dossier.budget.expenses),
    )


def make_filed(
    *, holder: Organisation, by: User, at: datetime = IN_TIME, **fields: Any
) -> Snapshot:
    """A filed dossier's snapshot; `by` represents the holder."""
    return submit(make_ready(holder=holder, by=by, **fields), by=by, received_at=at)

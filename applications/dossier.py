"""Reading a whole dossier from the database as one pure value, in a fixed number of queries."""

from datetime import date, datetime
from typing import Any

from django.db.models import (
    OuterRef,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from accounts.models import User
from applications.content import (
    ActionContent,
    Attachment,
    Dossier,
    Holder,
    PastProject,
    PlanAction,
    Project,
    Terms,
)
from applications.drafting import CONTENT_TYPES
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Application, Call, Document, Section
from applications.period import project_dates
from applications.permissions import as_signatory
from applications.scope import FIELDS


def terms_of(call: Call, *, closes_at: datetime | None = None) -> Terms:
    """Return the terms a dossier is judged by; `closes_at` is the holder's own deadline."""
    texts = call.texts
    return Terms(
        slug=call.slug,
        title=call.title,
        opens_at=call.opens_at,
        closes_at=closes_at or call.closes_at,
        ceiling=call.ceiling_amount,
        durations=sorted(call.durations),
        admits_epci=call.admits_epci,
        axes=[(axis.code, axis.short_title) for axis in texts.axes],
        objectives=[(o.code, o.title) for o in texts.objectives],
        actor_categories=[(c.code, c.title) for c in texts.actor_categories],
        required_documents=[(d.code, d.title) for d in texts.document_categories if d.is_required],
        commitments=[(c.code, c.text) for c in texts.commitments],
        referent_fte_min=texts.referent_fte_min,
        large_perimeter_population=texts.large_perimeter_population,
        low_cofinancing_share=texts.low_cofinancing_share,
        actor_majority_share=texts.actor_majority_share,
        copil_per_year=texts.copil_per_year,
    )


def deadline_of(application: Application) -> datetime:
    """Return the instant until which this holder may file: the call's, or its named extension."""
    closes_at = application.call.closes_at
    if "extended_to" in application.__dict__:  # annotated by the page that fetched the dossier
        extended_to = application.__dict__["extended_to"]
    else:
        extension = application.call.extensions.filter(holder=application.holder_id).first()
        extended_to = extension.closes_at if extension else None
    return max(closes_at, extended_to) if extended_to else closes_at


def end_of(project: dict[str, Any] | None) -> date | None:
    """Last day of a project from the stored content of its section, when both dates are known."""
    dates = project_dates(Project.model_validate(project or {}))
    return dates[1] if dates else None


def _open_dossiers(
    applications: QuerySet[Application],
) -> QuerySet[Any, Any]:
    """Those that are not closed, each with the content of its project."""
    project = Section.objects.filter(application=OuterRef("pk"), key=SectionKey.PROJECT)
    return (
        applications.filter(status__in=ApplicationStatus.OPEN)
        .annotate(project=Subquery(project.values("content")[:1]))
        .values("pk", "holder_id", "call_id", "status", "reference", "title", "project")
    )


def _others(application: Application) -> list[dict[str, Any]]:
    """The holder's other open dossiers, as the page that fetched the dossier gives them, or by a query."""
    if "other_dossiers" in application.__dict__:
        known: list[dict[str, Any]] = application.__dict__["other_dossiers"]
        return known
    return list(_open_dossiers(application.holder.applications.exclude(pk=application.pk)))


def _documents(application: Application) -> list[Document]:
    """The files joined, as the page that fetched the dossier gives them, or by a query."""
    if "joined_documents" in application.__dict__:
        known: list[Document] = application.__dict__["joined_documents"]
        return known
    return list(application.documents.filter(removed_at=None))


def read(
    application: Application,
    *,
    at: datetime | None = None,
    signatory: User | None = None,
) -> Dossier:
    """Return the dossier as it stands, judged at `at` (now by default).

    `signatory` is the person about to file: the rule REPRESENTANT looks at their role. Takes
    five queries when the call and the holder are already loaded.
    """
    sections = {s.key: s.content for s in application.sections.all()}
    contents = {
        field: CONTENT_TYPES[key].model_validate(sections.get(key, {}))
        for key, field in FIELDS.items()
    }
    holder = application.holder
    others = _others(application)
    return Dossier(
        reference=application.reference,
        terms=terms_of(application.call, closes_at=deadline_of(application)),
        holder=Holder(
            id=holder.pk,
            kind=holder.kind,
            name=holder.name,
            code=holder.code,
            siren=holder.siren,
            departement=application.departement_id,
            departement_name=str(application.departement),
            population=holder.population,
        ),
        has_other_open_dossier=any(o["call_id"] == application.call_id for o in others),
        past_projects=[
            PastProject(
                reference=o["reference"],
                title=o["title"],
                ends_on=end_of(o["project"]),
            )
            for o in others
            if o["call_id"] != application.call_id and o["status"] == ApplicationStatus.SELECTED
        ],
        judged_at=at or timezone.now(),
        filer_may_sign=(
            None if signatory is None else as_signatory(application, signatory) is not None
        ),
        actions=[
            PlanAction(
                id=action.pk,
                position=action.position,
                content=ActionContent.model_validate(action.content),
            )
            for action in application.actions.all()
        ],
        documents=[
            Attachment(
                id=document.pk,
                category=document.category,
                name=document.name,
                size=document.size,
                content_type=document.content_type,
                sha256=document.sha256,
                scan=document.scan_status,
            )
            for document in _documents(application)
        ],
        **contents,
    )

"""A second life for a dossier: a new one for another call starts from what was written (product.md).

What belongs to a call stays with it: the commitments, the attachments, and every code that the
new call does not have. Nothing of the old dossier changes.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Organisation, User
from applications import drafting
from applications.content import ActionContent, Budget, PartnerLine, Partnership, Project, Team
from applications.drafting import CONTENT_TYPES
from applications.editions import same_day
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Application
from workflow.engine import record

# Signed anew, and joined anew: what was promised or proved for one call is not for another.
LEFT_BEHIND = {SectionKey.COMMITMENTS, SectionKey.DOCUMENTS}


def reusable(user: User, holders: Iterable[Organisation]) -> QuerySet[Application]:
    """Dossiers of these collectivités that this person may read and that are no longer drafts."""
    return (
        Application.objects.visible_to(user)
        .filter(holder__in=list(holders))
        .exclude(status=ApplicationStatus.DRAFT)
        .select_related("call")
    )


def start_from(application: Application, source: Application, *, by: User) -> Application:
    """Fill a dossier just opened with what another one says. Raises NotAllowed or Refused."""
    texts = application.call.texts
    years = application.call.year - source.call.year
    known = {axis.code for axis in texts.axes}
    with transaction.atomic():
        copies = {}
        for action in source.actions.order_by("position"):
            content = ActionContent.model_validate(action.content)
            axis = content.axis if content.axis in known else ""
            copy = _later(content, years).model_copy(update={"axis": axis})
            copies[action.pk] = drafting.add_action(application, copy, by=by).pk
        stored = {section.key: section for section in application.sections.all()}
        for section in source.sections.all():
            key = SectionKey(section.key)
            if key in LEFT_BEHIND or key not in CONTENT_TYPES:
                continue
            written: Any = CONTENT_TYPES[key].model_validate(section.content)
            if isinstance(written, Project | Team):
                written = _later(written, years)
            drafting.save_section(
                stored[key], _fitted(written, texts, copies), version=stored[key].version, by=by
            )
        record(
            "application.reused",
            subject=application,
            by=by,
            payload={"source": source.reference},
        )
    return Application.objects.get(pk=application.pk)


def _later(content: Any, years: int) -> Any:
    """The same content with every date moved to the same day of the new edition's years."""

    def moved(value: Any) -> Any:
        if isinstance(value, date):
            return same_day(value, years)
        if isinstance(value, dict):
            return {name: moved(part) for name, part in value.items()}
        return [moved(part) for part in value] if isinstance(value, list) else value

    return type(content).model_validate(moved(content.model_dump()))


def _fitted(content: Any, texts: Any, copies: dict[int, int]) -> Any:
    """A section's content with the new call's codes and the new actions' identifiers."""
    if isinstance(content, Budget):
        lines = [
            line.model_copy(update={"action": copies.get(line.action) if line.action else None})
            for line in content.expenses
        ]
        return content.model_copy(update={"expenses": lines})
    if isinstance(content, Project):
        known = {objective.code for objective in texts.objectives}
        kept = [line for line in content.objectives if line.code in known]
        return content.model_copy(update={"objectives": kept})
    if isinstance(content, Partnership):
        return _partners(content, texts)
    return content


def _partners(content: Partnership, texts: Any) -> Partnership:
    categories = {category.code for category in texts.actor_categories}
    bodies = {body.code for body in texts.governance_bodies}

    def fitted(line: PartnerLine) -> PartnerLine:
        return line if line.category in categories else line.model_copy(update={"category": ""})

    body = content.governance_body if content.governance_body in bodies else ""
    partners = [fitted(line) for line in content.partners]
    return content.model_copy(update={"partners": partners, "governance_body": body})

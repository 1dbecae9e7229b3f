"""What surrounds every page of a dossier's form: the nine steps, the eligibility panel."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Departement, User
from applications import dossier
from applications.completeness import progress
from applications.content import Project
from applications.eligibility import evaluate, summary
from applications.enums import ApplicationStatus, SectionKey
from applications.forms.sheet import Setting
from applications.models import Application, Extension, Section
from applications.models.application import ApplicationQuerySet
from applications.permissions import as_editor

# What the rules ask of the holder's other dossiers (applications.dossier).
OTHERS = ("call_id", "status", "reference", "title", "project")


@dataclass(frozen=True)
class Step:
    """One section in the list of steps."""

    number: int
    key: str
    label: str
    url: str
    is_current: bool
    missing: int

    @property
    def state(self) -> str:
        """« complète », « 3 points manquent »."""
        if not self.missing:
            return "complète"
        return f"{self.missing} point{'s' if self.missing > 1 else ''} à compléter"


@cache
def _whole() -> ApplicationQuerySet:
    """Dossiers with what a page asks of the holder's deadline and of its other dossiers.

    Built once, since it depends on nobody; never evaluated itself, so it holds no row.
    """
    extension = Extension.objects.filter(call=OuterRef("call"), holder=OuterRef("holder"))
    project = Section.objects.filter(application=OuterRef("pk"), key=SectionKey.PROJECT)
    others = (
        Application.objects.filter(holder=OuterRef("holder"), status__in=ApplicationStatus.OPEN)
        .exclude(pk=OuterRef("pk"))
        .annotate(project=Subquery(project.values("content")[:1]))
        .order_by("-created_at", "-id")
        .values(said=JSONObject(**{name: name for name in OTHERS}))
    )
    # An EPCI may straddle several départements: their names come with the dossier.
    codes = OuterRef("holder__departement_codes")
    rank = Func(codes, F("code"), function="array_position", output_field=IntegerField())
    departements = Departement.objects.alias(rank=rank).filter(rank__isnull=False).order_by("code")
    return Application.objects.select_related("call", "holder", "departement").annotate(
        extended_to=Subquery(extension.values("closes_at")[:1]),
        other_dossiers=ArraySubquery(others),
        offered_departements=ArraySubquery(
            departements.values(said=JSONObject(code="code", of_name="of_name"))
        ),
    )


def fetch(user: User, reference: str) -> Application:
    """The dossier, from those this person may see, with all its form needs. Raises Http404."""
    sections = Prefetch("sections", queryset=Section.objects.select_related("saved_by"))
    return get_object_or_404(
        _whole().visible_to(user).prefetch_related(sections), reference=reference
    )


def section_row(application: Application, key: str) -> Section:
    """The stored row of a section, from those loaded with the dossier."""
    return next(row for row in application.sections.all() if row.key == key)


def setting_of(application: Application) -> Setting:
    """What the dossier's forms need to know of it."""
    project = section_row(application, SectionKey.PROJECT).content
    return Setting(application, application.call.texts, Project.model_validate(project))


def can_write(application: Application, user: User) -> bool:
    """Whether this person may write the dossier now."""
    return application.is_editable and as_editor(application, user) is not None


def surroundings(application: Application, user: User, key: str) -> dict[str, Any]:
    """Context of the page around a section: steps, findings, addresses.

    Keys: application, steps, step (the present one), following (its label), findings, summary,
    progress, can_write.
    """
    prefetch_related_objects([application], "actions")  # read once, for the rules and the forms
    content = dossier.read(application)
    findings = evaluate(content)
    done = progress(content)
    steps = [
        Step(
            number=section.number,
            key=section.key,
            label=section.label,
            url=reverse("applications:section", args=[application.reference, section.key]),
            is_current=section.key == key,
            missing=len(section.missing),
        )
        for section in done.sections
    ]
    current = next(step for step in steps if step.is_current)
    return {
        "application": application,
        "steps": steps,
        "step": current,
        "following": steps[current.number] if current.number < len(steps) else None,
        "missing": done.section(key).missing,
        "progress": done,
        "findings": findings,
        "summary": summary(findings),
        "can_write": can_write(application, user),
    }

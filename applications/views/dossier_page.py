"""What surrounds every page of a dossier's form: the nine steps, the eligibility panel."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from applications import dossier
from applications.completeness import progress
from applications.content import Project
from applications.eligibility import evaluate, summary
from applications.enums import ApplicationStatus, SectionKey
from applications.forms.sheet import Setting
from applications.loading import load
from applications.models import Application, CompletionRequest, Section
from applications.permissions import as_editor
from applications.scope import Scope, scope_of


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


def fetch(user: User, reference: str, *, even_withdrawn: bool = False) -> Application:
    """The dossier, from those this person may see, with all its pages need. Raises Http404.

    `even_withdrawn` for a page that shows it as it was filed: what its holder was writing when it
    withdrew was never given to anybody.
    """
    rows = Application.objects.select_related("call", "holder", "departement")
    rows = rows.defer("call__content")  # its texts come with the rest
    rows = rows.visible_even_withdrawn(user) if even_withdrawn else rows.visible_to(user)
    application = get_object_or_404(rows, reference=reference)
    load(application)
    return application


def section_row(application: Application, key: str) -> Section:
    """The stored row of a section, from those loaded with the dossier."""
    return next(row for row in application.sections.all() if row.key == key)


def setting_of(application: Application) -> Setting:
    """What the dossier's forms need to know of it."""
    project = section_row(application, SectionKey.PROJECT).content
    return Setting(application, application.call.texts, Project.model_validate(project))


def scope_read(application: Application) -> Scope:
    """What may be written of the dossier, read once a page."""
    if "scope" not in application.__dict__:
        application.__dict__["scope"] = scope_of(application)
    scope: Scope = application.__dict__["scope"]
    return scope


def can_write(application: Application, user: User, key: str = "") -> bool:
    """Whether this person may now write the dossier, or something of this section."""
    scope = scope_read(application)
    is_open = scope.opens(key) if key else scope.is_whole
    return is_open and as_editor(application, user) is not None


def _standing_request(application: Application) -> CompletionRequest | None:
    if application.status != ApplicationStatus.TO_COMPLETE:
        return None
    return application.completion_requests.standing().prefetch_related("remarks").first()


def surroundings(application: Application, user: User, key: str) -> dict[str, Any]:
    """Context of the page around a section: steps, findings, addresses.

    Keys: application, steps, step (the present one), following (its label), findings, summary,
    progress, can_write, and of a dossier to complete its request, with what it asks here.
    """
    content = dossier.read(application)
    findings = evaluate(content)
    done = progress(content)
    request = _standing_request(application)
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
        "can_write": can_write(application, user, key),
        "request_to_complete": request,
        "remarks_here": [r for r in request.remarks.all() if r.section == key] if request else [],
    }

"""Dossiers that the instruction asks to complete, made by the real verbs."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organisation, User
from applications import completion
from applications.models import Application
from tests.applications.filings import make_filed

DIAGNOSIS = ("objectifs", "diagnosis", "Diagnostic")


def make_to_complete(
    *,
    holder: Organisation,
    by: User,
    instructor: User,
    points: tuple[tuple[str, str, str], ...] = (DIAGNOSIS,),
    days: int = 10,
    **fields,
) -> Application:
    """A filed dossier of which some points (section, unit, label) are to complete."""
    application = make_filed(holder=holder, by=by, **fields).application
    for section, unit, label in points:
        completion.add_remark(
            application,
            section=section,
            unit=unit,
            label=label,
            text=f"À préciser : {label}",
            by=instructor,
        )
    due_on = timezone.localdate() + timedelta(days=days)
    completion.ask(application, due_on=due_on, message="Merci de préciser.", by=instructor)
    return Application.objects.get(pk=application.pk)

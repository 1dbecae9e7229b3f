"""What the instruction writes on a dossier, made by the real verbs."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import User
from applications import completion
from applications.models import Application, Call
from reviews import instructing, thread
from reviews.checklist import POINTS
from reviews.models import SavedView
from tests.applications.filings import make_filed, make_limits_call
from tests.applications.sound_files import pdf
from tests.factories import make_commune, make_membership, make_user


def make_many_filed(count: int, *, call: Call | None = None) -> list[Application]:
    """So many filed dossiers of one call, each of a commune of its own."""
    call = call or make_limits_call()
    made = []
    for _ in range(count):
        commune, mayor = make_commune(), make_user()
        make_membership(mayor, commune, Role.REPRESENTATIVE)
        made.append(make_filed(holder=commune, by=mayor, call=call).application)
    return made


def verify_all(application: Application, *, by: User, verdict: str = "ok") -> None:
    """Every point of the checklist found sound (or not)."""
    for point in POINTS:
        instructing.set_check(
            application, clause=point.clause, verdict=verdict, note="Vu.", version=0, by=by
        )


def a_pdf(name: str = "precisions.pdf") -> SimpleUploadedFile:
    """A file that the inspection admits."""
    return SimpleUploadedFile(name, pdf(), content_type="application/pdf")


def instructed_world(filed: Application, *, instructor: User, holder: User) -> dict[str, Any]:
    """For the access matrix: one of each thing that the instruction writes."""
    message = thread.send(filed, text="Voici le document.", by=holder, files=[a_pdf()])
    return {
        "view": SavedView.objects.create(person=instructor, name="À voir", query="etat=submitted"),
        "note": instructing.add_note(filed, text="À revoir.", by=instructor),
        "remark": completion.add_remark(
            filed,
            section="objectifs",
            unit="diagnosis",
            label="Diagnostic",
            text="À préciser.",
            by=instructor,
        ),
        "message": message,
        "message_file": message.files.get(),
    }

"""What the instruction has written on the open edition's dossiers: checks, notes, messages."""

from accounts.models import User
from applications.models import Application, Call
from reviews import instructing, thread
from reviews.checklist import POINTS
from reviews.models import Check, SavedView

NOTE = (
    "Projet bien ancré : le CLSPD se réunit chaque trimestre. À signaler au comité : la commune "
    "porte déjà une cité éducative."
)
QUESTION = (
    "Bonjour, la délibération du conseil municipal ne sera votée qu’en mai. Pouvons-nous la "
    "joindre plus tard ?"
)
ANSWER = (
    "Bonjour, oui : elle sera demandée avant la signature de la convention. Rien à modifier dans "
    "votre dossier pour l’instant."
)


def load(call: Call, people: dict[str, User]) -> None:
    """Write on the dossiers of this call, unless somebody already has."""
    ines = people["ines"]
    filed = Application.objects.filter(call=call, status="submitted").order_by("reference")
    for rank, application in enumerate(filed):
        if Check.objects.filter(application=application).exists():
            continue
        for point in POINTS[: 6 - 3 * (rank % 2)]:
            _check(application, point.clause, "ok", "", by=ines)
        if rank == 0:
            _check(
                application,
                "C-4.3c",
                "problem",
                "Une charge de loyer semble financer le fonctionnement du centre social.",
                by=ines,
            )
            instructing.add_note(application, text=NOTE, by=ines)
            thread.send(application, text=QUESTION, by=application.created_by)
            thread.send(application, text=ANSWER, by=ines)
        else:
            thread.send(application, text=QUESTION, by=application.created_by)
    SavedView.objects.get_or_create(
        person=ines, name="Messages à traiter", defaults={"query": "attention=message"}
    )


def _check(application: Application, clause: str, verdict: str, note: str, *, by: User) -> None:
    known = Check.objects.filter(application=application, clause=clause).first()
    instructing.set_check(
        application,
        clause=clause,
        verdict=verdict,
        note=note,
        version=known.version if known else 0,
        by=by,
    )

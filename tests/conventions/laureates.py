"""Laureates and their conventions, made by the real verbs."""

from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from applications.content import Dossier
from applications.models import Application, Call
from applications.workflow import LIFE
from conventions import terms
from conventions.models import ArticleTemplate, Convention
from conventions.opening import open_convention
from reviews import deciding
from reviews.models import Award
from tests.applications.filings import make_filed, make_limits_call
from tests.conventions.states import make_terms
from tests.reviews.decisions import award_of, change, publish

BODY = """[[collectivite]] reçoit [[montant_total]], ainsi répartis :

[[echeancier]]

Elle s'engage à :
- réaliser le projet « [[titre_projet]] » ;
- réunir deux comités de pilotage par an."""


def make_convention_call(**fields: Any) -> Call:
    """A call with terms of convention and three articles."""
    call = make_limits_call(**fields)
    terms.write(call, make_terms())
    texts = {"objet": BODY, "litiges": "Devant : [[tribunal_administratif]].", "fin": "Fin."}
    for position, (code, body) in enumerate(texts.items(), start=1):
        ArticleTemplate.objects.create(
            call=call,
            position=position,
            code=code,
            title=code.title(),
            body=body,
            is_locked=code == "litiges",
        )
    return call


def make_selected(
    *,
    holder: Organisation,
    by: User,
    instructor: User,
    president: User,
    amount: int = 50_000,
    call: Call | None = None,
    dossier: Dossier | None = None,
) -> Award:
    """The standing award of a dossier filed, examined, selected and published."""
    call = call or make_convention_call()
    filed = make_filed(holder=holder, by=by, call=call, dossier=dossier)
    application: Application = filed.application
    application = LIFE.perform(application, "admit", by=instructor)
    application = LIFE.perform(application, "send_to_committee", by=instructor)
    decision = deciding.prepare(call, by=instructor, envelope=Decimal(400_000))
    change(award_of(decision, application), "selected", amount, by=instructor)
    publish(decision, instructor=instructor, president=president)
    return Award.objects.get(application=application, decision=decision)


def make_convention(
    *, holder: Organisation, by: User, instructor: User, president: User, **fields: Any
) -> Convention:
    """The open convention of a laureate, with its first version."""
    award = make_selected(
        holder=holder, by=by, instructor=instructor, president=president, **fields
    )
    return open_convention(award, by=instructor)

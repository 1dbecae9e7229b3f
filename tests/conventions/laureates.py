"""Laureates and their conventions, made by the real verbs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from applications.content import Dossier
from applications.models import Application, Call
from applications.workflow import LIFE
from conventions import terms
from conventions.agreement import agree
from conventions.detailing import save_details
from conventions.details import Details
from conventions.enums import Party
from conventions.models import Act, ArticleTemplate, Convention
from conventions.opening import open_convention
from conventions.workflow import ACT
from reviews import deciding
from reviews.models import Award
from tests.applications.filings import make_filed, make_limits_call
from tests.conventions.states import make_terms
from tests.reviews.decisions import award_of, change, publish

DETAILS = Details(deliberation_number="2024-31", deliberation_on=date(2024, 6, 20))
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
    """The open convention of a laureate, complete: its second version has the deliberation."""
    award = make_selected(
        holder=holder, by=by, instructor=instructor, president=president, **fields
    )
    convention = open_convention(award, by=instructor)
    save_details(convention, DETAILS, by=instructor)
    return Convention.objects.get(pk=convention.pk)


def frozen(convention: Convention, *, ines: User, others: Sequence[User]) -> Act:
    """Its text, discussed, agreed to by all as it is, and frozen."""
    act = ACT.perform(convention.acts.get(number=0), "circulate", by=ines)
    seen = act.versions.latest("number").number
    for person in others:
        agree(act, by=person, seen=seen)
    return ACT.perform(act, "freeze", by=ines, seen=seen, order=list(Party.values))

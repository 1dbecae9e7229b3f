"""The data a convention is built from: taken from the filed dossier, the decision and the terms.

A `State` is a pure value, kept with each version and attached to the PDF: every figure on the
page comes from it and none is retyped. An amendment is the difference between two of them.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from pydantic import model_validator

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.content import Content, Dossier, Money, Person
from applications.period import months_later, project_dates
from applications.snapshot import thaw
from conventions import details, terms
from conventions.instalments import Instalment, schedule
from conventions.models import Convention, Version
from limits_portal import french
from workflow.engine import Refused

ZERO = Decimal(0)


class NothingToBuildOn(Refused):
    """A convention whose dossier says too little: none that a laureate filed."""


class PartyState(Content):
    """A party: how the text calls it, who represents it, where it sits."""

    designation: str  # « la commune de Loos », « la préfecture du Nord »
    name: str
    represented_by: str = ""  # a person's name, when it is known
    function: str = ""  # « maire », « préfet du Nord »
    address: list[str] = []
    siret: str = ""

    @property
    def representative(self) -> str:
        """« Camille Exemple, maire », or « la préfète du Nord » when nobody is named."""
        if self.represented_by:
            return f"{self.represented_by}, {self.function}"
        return _the(self.function)


_FEMININE = ("ète", "ente", "ante", "ointe", "trice", "euse", "ère", "ffe", "ée", "ale", "elle")


def _the(function: str) -> str:
    """A function with its article: « le préfet du Nord », « la secrétaire générale », « l’adjointe »."""
    words = function.lower().split()
    if not words or words[0] in ("le", "la") or words[0].startswith(("l’", "l'")):
        return function
    if french.search_key(words[0])[:1] in set("aeiou"):
        return f"l’{function}"
    is_feminine = any(word.endswith(_FEMININE) for word in words[:2])
    return f"{'la' if is_feminine else 'le'} {function}"


class Meeting(Content):
    """A steering committee to hold, its project year and its last day (C-4.4a)."""

    number: int
    year: int
    before: date


class State(Content):
    """Everything a convention says that is not wording. Amounts are euros and cents."""

    reference: str
    act: int = 0
    call: str
    ceiling: Money
    dossier: Dossier
    receipt: str
    filed_at: datetime
    decision: int
    decided_on: date
    is_epci: bool
    governance_body: str = ""
    holder: PartyState
    prefecture: PartyState
    mildeca: PartyState
    departement_of: str  # « du Nord »
    starts_on: date
    ends_on: date
    months: int
    cost: Money
    agreed: Money
    yearly: list[Money]
    amount_reason: str = ""
    instalments: list[Instalment]
    imputation: terms.Imputation
    ordonnateur: str = ""
    comptable_assignataire: str = ""
    tribunal_administratif: str = ""
    deliberation_number: str = ""
    deliberation_on: date | None = None
    engagement_number: str = ""
    elected_referent: str = ""  # empty: as the dossier names them
    copil: list[Meeting] = []
    preamble: str = ""
    # The last amendment that changed the figures of the plan; 0 while they are the dossier's.
    replanned_by: int = 0
    # What had to be filled before issuing and was not, by name.
    missing: list[str] = []

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        """Years and instalments make the agreed amount, to the cent, under the ceiling (C-4.2b, c)."""
        if sum(self.yearly, ZERO) != self.agreed:
            raise ValueError("les montants par exercice ne font pas le montant convenu")
        if sum((part.amount for part in self.instalments), ZERO) != self.agreed:
            raise ValueError("les tranches ne font pas le montant convenu")
        if self.agreed > self.ceiling:
            raise ValueError("le montant convenu dépasse le plafond de l’appel")
        return self

    @property
    def exercises(self) -> list[tuple[int, int, Decimal]]:
        """Project year, budget year, amount, for each year."""
        first = self.starts_on.year
        return [(n, first + n - 1, amount) for n, amount in enumerate(self.yearly, start=1)]


def thawed(version: Version) -> State:
    """The data of a version, typed again."""
    return State.model_validate(version.state)


def state_of(convention: Convention) -> dict[str, Any]:
    """The data of a convention as it stands now, as plain JSON data.

    Raises NothingToBuildOn without a filing or a period: a laureate always has both; Refused
    when the call's ceiling was lowered below what was agreed.
    """
    return built(convention).model_dump(mode="json")


def built(convention: Convention) -> State:
    """The same, as a typed value."""
    application, award = convention.application, convention.award
    call, decision = application.call, award.decision
    snapshot = application.snapshots.last()
    if snapshot is None or decision.validated_at is None:
        raise NothingToBuildOn(f"{convention} : il n’y a ni dossier déposé ni décision.")
    dossier = thaw(snapshot)
    period = project_dates(dossier.project)
    if period is None:
        raise NothingToBuildOn(f"{convention} : le projet n’a pas de période.")
    if convention.agreed_amount > call.ceiling_amount:
        raise Refused(
            f"Les {french.euros(convention.agreed_amount)} convenus dépassent le plafond de l’appel, "
            f"{french.euros(call.ceiling_amount)} : il a été baissé depuis la décision. "
            "Rétablissez-le, ou convenez d’un montant inférieur."
        )
    said, own = terms.of(call), details.of(convention)
    bodies = {body.code: body.title for body in call.texts.governance_bodies}
    yearly = [Decimal(amount) for amount in convention.yearly_amounts]
    return State(
        reference=convention.reference,
        call=call.title,
        ceiling=call.ceiling_amount,
        dossier=without_contacts(dossier),
        receipt=snapshot.receipt_number,
        filed_at=snapshot.filed_at,
        decision=decision.number,
        decided_on=decision.validated_at.astimezone(french.PARIS).date(),
        is_epci=application.holder.kind == OrganisationKind.EPCI,
        governance_body=bodies.get(dossier.partnership.governance_body, ""),
        holder=_holder(application.holder, dossier, own.holder),
        prefecture=_prefecture(application.departement.of_name, own.prefecture),
        mildeca=_mildeca(str(decision.validated_by or ""), own.mildeca),
        departement_of=application.departement.of_name,
        starts_on=period[0],
        ends_on=period[1],
        months=12 * (dossier.project.duration_years or 0),
        cost=application.total_cost,
        agreed=convention.agreed_amount,
        yearly=yearly,
        amount_reason=convention.amount_reason,
        instalments=schedule(yearly, said.payments),
        imputation=said.imputation,
        ordonnateur=said.ordonnateur,
        comptable_assignataire=said.comptable_assignataire,
        tribunal_administratif=said.tribunal_administratif,
        deliberation_number=own.deliberation_number,
        deliberation_on=own.deliberation_on,
        engagement_number=own.engagement_number,
        elected_referent=", ".join(
            filter(None, (own.elected_referent.name, own.elected_referent.function))
        ),
        copil=meetings(period, meetings_per_year(dossier)),
        preamble=said.preamble,
        missing=[*terms.missing(said), *details.missing(own)],
    )


def without_contacts(dossier: Dossier) -> Dossier:
    """The dossier without telephones and addresses of people: the document goes round and is kept."""

    def bare(person: Person) -> Person:
        return person.model_copy(update={"phone": "", "email": ""})

    identity, team, partnership = dossier.identity, dossier.team, dossier.partnership
    return dossier.model_copy(
        update={
            "identity": identity.model_copy(
                update={
                    "representative": bare(identity.representative),
                    "contact": bare(identity.contact),
                }
            ),
            "team": team.model_copy(update={"referent": bare(team.referent)}),
            "partnership": partnership.model_copy(
                update={"elected_referent": bare(partnership.elected_referent)}
            ),
        }
    )


def meetings(period: tuple[date, date], per_year: int) -> list[Meeting]:
    """The committees to hold, spread evenly over each project year (C-4.4a: two a year at least).

    A last year cut short keeps the pace: those that would fall after it are one, on its last day.
    """
    found: list[Meeting] = []
    start, year = period[0], 1
    while start <= period[1]:
        for rank in range(1, per_year + 1):
            end = months_later(start, 12 * rank // per_year) - timedelta(days=1)
            found.append(Meeting(number=len(found) + 1, year=year, before=min(end, period[1])))
            if end >= period[1]:
                break
        start, year = months_later(start, 12), year + 1
    return found


def meetings_per_year(dossier: Dossier) -> int:
    """Committees a year: what the holder promised, two at least (C-4.4a)."""
    asked = dossier.partnership.copil_per_year or 0
    return min(max(asked, dossier.terms.copil_per_year), 12)


def _holder(holder: Organisation, dossier: Dossier, own: details.Signatory) -> PartyState:
    identity = dossier.identity
    person, is_epci = identity.representative, holder.kind == OrganisationKind.EPCI
    place = " ".join(part for part in (identity.postcode, identity.city) if part)
    name = holder.name
    return PartyState(
        designation=french.intercommunality(name)
        if is_epci
        else f"la commune {french.of_town(name)}",
        name=name,
        represented_by=own.name or person.full_name,
        function=french.inside(own.function or person.function)
        or ("président" if is_epci else "maire"),
        address=[line for line in (*identity.address.splitlines(), place) if line.strip()],
        siret=identity.siret,
    )


def _prefecture(of_name: str, own: details.Signatory) -> PartyState:
    return PartyState(
        designation=f"la préfecture {of_name}",
        name=f"Préfecture {of_name}",
        represented_by=own.name,
        function=french.inside(own.function) or f"préfet {of_name}",
    )


def _mildeca(president: str, own: details.Signatory) -> PartyState:
    return PartyState(
        designation="la MILDECA",
        name=settings.OPERATOR,
        represented_by=own.name or president,
        function=french.inside(own.function) or "président",
    )

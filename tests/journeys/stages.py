"""The stages of an edition, each person through their own pages; the bulk by the simulation."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from accounts import demo
from accounts.enums import OrganisationKind, Role
from applications.models import Application, Call
from limits_portal.french import PARIS
from reviews import letters, minutes
from reviews.enums import Outcome
from reviews.models import Decision, Scenario, Seat, Sitting
from reviews.simulation import Edition, marks, opinions, people
from tests.journeys.edition import SIZE
from tests.journeys.people import Person
from tests.reviews.opinions import typed as opinion_typed
from tests.reviews.test_grid_pages import typed as grid_typed

WHY = "Points vérifiés sur le dossier déposé."
REFUSED = "D’autres projets répondent mieux aux critères de l’appel, dans la limite de l’enveloppe."
SHARE = 40  # % of what is asked: about 31 laureates of 115 in two million euros


def instruct(edition: Edition, ines: Person) -> None:
    """Inès reads the board, admits one dossier, then all the others at once, and sends them on."""
    board = ines.reads("reviews:board")
    assert str(len(edition.applications)) in board
    first, *others = [a.reference for a in edition.applications]
    ines.opens("reviews:sheet", first)
    ines.sends("reviews:step", first, "admit", reason=WHY)
    for step, dossiers in (("admit", others), ("send_to_committee", [first, *others])):
        ines.sends("reviews:bulk", step=step, dossiers=dossiers, confirmed="on", reason=WHY)
    states = Application.objects.filter(call=edition.call).values_list("status", flat=True)
    assert set(states) == {"in_committee"}


def give_opinions(edition: Edition) -> None:
    """A prefecture writes and gives one opinion by hand; the other prefectures give theirs."""
    dossier = edition.applications[0]
    chief = Person(people.project_chief(dossier.departement))
    agent = Person(
        people.hidden(
            demo.Person(
                "agent",
                "Agent",
                "Chargé de mission",
                Role.PREFECTURE_AGENT,
                OrganisationKind.PREFECTURE,
                dossier.departement.code,
            )
        )
    )
    assert dossier.reference in agent.reads("reviews:opinions")
    agent.sends("reviews:opinion", dossier.reference, **opinion_typed(go="prepare"))
    assert agent.is_refused("reviews:opinion_step", dossier.reference, "give")
    page = chief.opens("reviews:opinion_step", dossier.reference, "give")
    facts = page.context["form"].initial
    chief.sends("reviews:opinion_step", dossier.reference, "give", is_confirmed="on", **facts)
    elsewhere = next(a for a in edition.applications if a.departement_id != dossier.departement_id)
    assert chief.is_refused("reviews:opinion", elsewhere.reference)
    rest = edition.applications[1:]
    edition.opinions = 1 + opinions.give(rest, edition.quality, random=Random(1))


def seat_and_read(edition: Edition, ines: Person) -> None:
    """Inès seats the committee and shares the dossiers out; one member files a grid by hand."""
    call, members = edition.call, people.committee(SIZE.members)
    ines.sends(
        "reviews:committee",
        call.slug,
        person=str(members[0].pk),
        employer=people.EMPLOYERS[0],
        departements="",
        is_chair="on",
    )
    chair = Person(members[0])
    chair.sends("reviews:declaration", call.slug, statement="on")
    marks.seat(call, members, by=ines.user)
    ines.sends("reviews:assignments_balance", call.slug)
    loads = [s.assignments.filter(ended_at=None).count() for s in Seat.objects.filter(call=call)]
    assert max(loads) - min(loads) <= 1
    row = Seat.objects.get(person=members[0]).assignments.order_by("pk")[0]
    page = chair.opens("reviews:grid", row.application.reference)
    chair.sends("reviews:grid", row.application.reference, **grid_typed(page, go="file"))
    edition.reviews = 1 + marks.read(call, edition.quality, random=Random(2))
    assert edition.reviews == 3 * len(edition.applications)
    assert f"{edition.reviews} / {edition.reviews}" in ines.reads("reviews:progress", call.slug)


def hold_the_session(edition: Edition, ines: Person) -> Sitting:
    """Plan, convene, call the roll, open: everyone is there."""
    call = edition.call
    day = (timezone.now() + timedelta(days=6)).astimezone(PARIS)
    chair = Seat.objects.get(call=call, is_chair=True)
    ines.sends(
        "reviews:sitting_plan",
        call.slug,
        day=day.strftime("%Y-%m-%d"),
        hour="09:30",
        place="69 rue de Varenne, Paris",
        chair=str(chair.pk),
    )
    sitting = Sitting.objects.get(call=call)
    ines.sends("reviews:sitting_step", sitting.pk, "convene")
    roll = {}
    for form in ines.opens("reviews:attendance", sitting.pk).context["forms"]:
        roll |= {
            f"{form.prefix}-mode": "present",
            f"{form.prefix}-mandate_to": "",
            f"{form.prefix}-version": str(form.initial["version"]),
        }
    ines.sends("reviews:attendance", sitting.pk, **roll)
    ines.sends("reviews:sitting_step", sitting.pk, "open")
    return Sitting.objects.get(pk=sitting.pk)


def arbitrate(sitting: Sitting, ines: Person) -> Scenario:
    """Fill a scenario by rank, compare it with a copy, change one amount, propose it."""
    scenario = sitting.scenarios.get()
    ines.sends("reviews:scenario_fill", sitting.pk, scenario.pk, **{"remplir-share": str(SHARE)})
    ines.sends("reviews:scenario_new", sitting.pk, name="Variante", copied_from=str(scenario.pk))
    best = scenario.proposals.filter(outcome=Outcome.SELECTED).order_by("-amount")[0]
    less = (best.amount - 1000).quantize(Decimal("0.01"))
    ines.sends(
        "reviews:proposal",
        sitting.pk,
        scenario.pk,
        best.application.reference,
        amount=str(less).replace(".", ","),
        outcome="selected",
        was="selected",
        version=str(best.version),
    )
    assert scenario.proposals.get(pk=best.pk).amount == less
    ines.opens("reviews:scenario_compare", sitting.pk)
    ines.opens("reviews:projection", sitting.pk)
    ines.sends("reviews:scenario_act", sitting.pk, scenario.pk, "proposer")
    return scenario


def close_and_sign(sitting: Sitting, ines: Person) -> None:
    """Close; a worker draws the minutes; the chair reads and signs them."""
    ines.sends("reviews:sitting_step", sitting.pk, "close")
    minutes.WORKSHOP.make_due()
    chair = Person(sitting.chair.person)
    assert chair.opens("reviews:minutes_pdf", sitting.pk).content.startswith(b"%PDF")
    read_as = chair.opens("reviews:sitting_step", sitting.pk, "sign").context["form"].initial
    chair.sends("reviews:sitting_step", sitting.pk, "sign", is_confirmed="on", **read_as)
    assert Sitting.objects.get(pk=sitting.pk).status == "signed"


def decide(call: Call, scenario: Scenario, ines: Person) -> Decision:
    """The decision is prepared from the scenario, every refusal explained, then proposed."""
    ines.sends(
        "reviews:decision_prepare",
        call.slug,
        scenario=str(scenario.pk),
        envelope=str(call.envelope_amount).replace(".", ","),
    )
    decision = Decision.objects.get(call=call)
    place = (call.slug, decision.number)
    for award in decision.awards.filter(outcome=Outcome.REJECTED).select_related("application"):
        dossier = award.application.reference
        form = ines.opens("reviews:award", *place, dossier).context["form"]
        typed = {name: form.get_initial_for_field(f, name) for name, f in form.fields.items()}
        typed = {name: value for name, value in typed.items() if value is not None}
        ines.sends("reviews:award", *place, dossier, **(typed | {"reason": REFUSED}))
    ines.sends("reviews:decision_step", *place, "propose")
    return decision


def validate(decision: Decision, martin: Person) -> None:
    """Martin reads the list and validates it."""
    place = (decision.call.slug, decision.number)
    form = martin.opens("reviews:decision_step", *place, "validate").context["form"]
    martin.sends("reviews:decision_step", *place, "validate", is_confirmed="on", **form.initial)


def publish(decision: Decision, martin: Person) -> None:
    """Workers draw the letters, Martin looks at one, then publishes all the results at once."""
    letters.WORKSHOP.make_due(limit=decision.awards.count())
    place = (decision.call.slug, decision.number)
    some = decision.awards.filter(outcome=Outcome.SELECTED)[0].application.reference
    assert martin.opens("reviews:letter_preview", *place, some).content.startswith(b"%PDF")
    martin.sends("reviews:decision_step", *place, "publish", is_confirmed="on")

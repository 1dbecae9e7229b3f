"""A dossier in whose every secret field a word is planted that nothing else says."""

from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from accounts.enums import Role
from accounts.models import User
from applications import completion
from applications.models import Application
from notifications.preferences import unsubscribe_address
from notifications.rule import Topic
from reviews import (
    debating,
    deciding,
    instructing,
    opining,
    recusing,
    reviewing,
    scenarios,
    thread,
)
from reviews.models import Review
from reviews.review_content import MarkLine, ReviewContent
from reviews.standings import marked
from reviews.workflow import DECISION
from tests.applications.filings import make_filed, make_limits_call
from tests.factories import make_membership, make_user
from tests.reviews import committee, opinions, sittings
from tests.reviews.decisions import award_of, change, publish
from tests.reviews.instructions import a_pdf

ENVELOPE = Decimal(400_000)
PROPOSED, DECIDED = Decimal("51423.75"), Decimal("48617.25")


def word(name: str) -> str:
    """The word planted under this name: in one piece, and nowhere else."""
    return f"CANARI{name.upper()}Z"


def forms_of(amount: Decimal) -> tuple[str, ...]:
    """How a page, a file or a mail may write an amount."""
    whole, cents = f"{amount:.2f}".split(".")
    grouped = f"{int(whole):,}"
    return (
        f"{whole}.{cents}",
        f"{whole},{cents}",
        *(f"{grouped.replace(',', space)},{cents}" for space in (" ", "\u00a0", "\u202f")),
    )


@dataclass
class Planted:
    """The dossier, who is who, and one of each thing an address may name."""

    application: Application
    people: dict[str, User | None]
    objects: dict[str, Any]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def plant(self, name: str) -> str:
        """A word to write in a field of that name."""
        self.words[name] = (word(name),)
        return word(name)

    def names(self, link: str) -> bool:
        """Whether an address is about this call: its dossiers, its session, its decision."""
        session = f"/seances/{self.objects['sitting'].pk}/"
        return any(part in link for part in (self.application.call.slug.lower(), session)) or (
            self.application.reference in link
        )


def plant(people: dict[str, Any], *, mildeca: Any, neighbour: Any) -> Planted:
    """File, instruct, give an opinion, read: everything before the session.

    bob's dossier; karim has filed his grid, mona has begun hers, sam abstained, lea is in conflict
    of interest; zoe has the committee's role and no seat in this one.
    """
    ines, bob, flora, chief = (people[n] for n in ("ines", "bob", "flora", "flora_chief"))
    for name in ("mona", "sam", "zoe"):
        people[name] = committee.make_member(mildeca, name)
    call = make_limits_call(envelope_amount=ENVELOPE)
    committee.make_criteria(call)
    target = make_filed(holder=people["holder"], by=bob, call=call).application
    other = make_filed(holder=neighbour, by=_mayor(neighbour), call=call).application
    made = Planted(target, {n: p for n, p in people.items() if n != "holder"}, {})
    plant = made.plant
    instructing.set_check(
        target, clause="C-4.3c", verdict="problem", note=plant("check"), version=0, by=ines
    )
    note = instructing.add_note(target, text=plant("note"), by=ines)
    remark = completion.add_remark(
        target, section="objectifs", unit="title", label="T", text=plant("remark"), by=ines
    )
    upload = a_pdf(f"{plant('filename')}.pdf")
    message = thread.send(target, text=plant("message"), by=people["alice"], files=[upload])
    instructing.admit(target, by=ines, reason=plant("admission"))
    opinions.make_given(
        target, by=chief, context=plant("opinion"), holder_capacity=plant("capacity")
    )
    renewed = opining.renew(target, reason=plant("renewal"), by=flora)
    opining.save(renewed, opinions.said(context=plant("draft opinion")), version=1, by=flora)
    for dossier in (target, other):
        if dossier is other:
            instructing.admit(dossier, by=ines, reason="Vérifié.")
        instructing.send_to_committee(dossier, by=ines)
    target = made.application = Application.objects.get(pk=target.pk)
    seats = {
        name: committee.make_seat(
            call,
            people[name],
            by=ines,
            employer=plant(f"employer {name}"),
            is_chair=name == "karim",
        )
        for name in ("karim", "lea", "mona", "sam")
    }
    recusal = recusing.declare(
        target, seats["lea"], ground="other", detail=plant("recusal"), by=people["lea"]
    )
    committee.give(target, seats["karim"], seats["mona"], seats["sam"], by=ines)
    review = _read(target, seats["karim"], plant("mark"), plant("review"))
    reviewing.step(review, "file", by=people["karim"])
    _read(target, seats["mona"], plant("draft mark"), plant("draft review"))
    reviewing.abstain_unread(target, seats["sam"], by=people["sam"], reason=plant("abstention"))
    suspected = committee.make_seat(
        call, committee.make_member(mildeca), by=ines, departements=[target.departement_id]
    )
    recusing.set_aside(target, suspected.person, reason=plant("clearance"), by=ines)
    made.objects = _objects(made, note, remark, message, recusal, review, suspected) | {
        "seats": seats,
        "other": other,
    }
    return made


def _mayor(holder: Any) -> User:
    user = make_user()
    make_membership(user, holder, Role.REPRESENTATIVE)
    return user


def _read(application: Application, seat: Any, mark: str, comment: str) -> Review:
    lines = [MarkLine(id=c.code, value=5, comment=mark) for c in marked(application.call)]
    return reviewing.save(
        reviewing.blank(application, seat),
        ReviewContent(marks=lines, comment=comment),
        version=0,
        by=seat.person,
    )


def _objects(made: Planted, note: Any, remark: Any, message: Any, recusal: Any, review: Any,
             seat: Any) -> dict[str, Any]:  # fmt: skip
    """What the rows of the access matrix name: this dossier, under all its names."""
    target, absent = made.application, SimpleNamespace(pk=999_999, reference="X", number=1)
    known: dict[str, Any] = dict.fromkeys(
        ("draft", "filed", "examined", "laureate", "read", "judged", "seated"), target
    )
    known |= dict.fromkeys(
        ("request", "colleague", "member", "closed", "mail", "agent_role", "invitation",
         "extension", "view", "sitting", "past_sitting", "scenario"), absent,
    )  # fmt: skip
    decision = SimpleNamespace(call=target.call, number=1)
    sitting = SimpleNamespace(pk=999_999, call=target.call)
    return known | {
        "call": target.call,
        "commune": target.holder,
        "action": target.actions.all()[0],
        "document": target.documents.all()[0],
        "token": "x",
        "unsubscribe": unsubscribe_address(made.people["alice"], Topic.TEAM).split("/")[-2],
        "decision": decision,
        "past_decision": decision,
        "sitting": sitting,
        "past_sitting": sitting,
        "note": note,
        "remark": remark,
        "message": message,
        "message_file": message.files.get(),
        "recusal": recusal,
        "review": review,
        "seat": seat,
    }


def hold_the_session(made: Planted) -> None:
    """An open session, notes, a scenario, an amount; a decision being prepared from it."""
    ines, target = made.people["ines"], made.application
    seats, other = made.objects["seats"], made.objects["other"]
    assert ines is not None
    sitting = sittings.open_session(target.call, list(seats.values()), by=ines)
    scenario = scenarios.create(sitting, made.plant("scenario"), by=ines)
    scenarios.give(scenario, target, outcome="selected", amount=PROPOSED, version=0, by=ines)
    made.words["proposed"] = forms_of(PROPOSED)
    debating.note(
        sitting.deliberations.get(application=target),
        notes=made.plant("debate"), marks={}, votes={}, is_discussed=True, version=0, by=ines,
    )  # fmt: skip
    scenarios.propose(scenario, by=ines)
    decision = deciding.prepare(
        target.call, by=ines, envelope=ENVELOPE, scenario=scenario, reason=made.plant("decision")
    )
    feedback = [
        {
            "criterion": marked(target.call)[0].title,
            "strengths": made.plant("strength"),
            "remedies": made.plant("remedy"),
        }
    ]
    change(award_of(decision, target), "selected", by=ines, amount=DECIDED,
           reason=made.plant("award"), feedback=feedback)  # fmt: skip
    change(award_of(decision, other), "rejected", by=ines, reason=made.plant("elsewhere"))
    made.words["decided"] = forms_of(DECIDED)
    made.objects |= dict.fromkeys(("sitting", "past_sitting"), sitting)
    made.objects |= {"scenario": scenario, "decision": decision, "past_decision": decision}


def publish_the_decision(made: Planted) -> None:
    """The decision proposed, validated, its letters drawn, published."""
    decision = made.objects["decision"]
    publish(decision, instructor=made.people["ines"], president=made.people["martin"])
    assert DECISION.open_to(type(decision).objects.get(pk=decision.pk), made.people["martin"]) == []

"""What an amendment changes: the difference between two states, in data and in articles. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from applications.content import PlanAction
from conventions import plan_changes
from conventions.difference import Difference, plain
from conventions.enums import AmendmentKind, Party
from conventions.instalments import schedule
from conventions.reading import Article
from conventions.state import PartyState, State, meetings, meetings_per_year
from conventions.terms import Payments
from limits_portal.french import euros, long_date
from reviews.amounts import split

LONGEST = 48  # months that a project may last, amendments counted in


@dataclass(frozen=True)
class Wanted:
    """What is to change; what is left out stays."""

    ends_on: date | None = None
    amount: Decimal | None = None
    yearly: tuple[Decimal, ...] = ()
    plan: tuple[PlanAction, ...] | None = None  # the whole plan as it becomes
    signatories: tuple[tuple[Party, str, str], ...] = ()  # party, name, function


def becomes(before: State, wanted: Wanted, *, payments: Payments, number: int) -> State:
    """The state once amended. Raises ValueError when it would not add up."""
    update: dict[str, Any] = {"act": number}
    if wanted.ends_on and wanted.ends_on != before.ends_on:
        update |= {
            "ends_on": wanted.ends_on,
            "months": months_between(before.starts_on, wanted.ends_on),
            "copil": meetings(
                (before.starts_on, wanted.ends_on), meetings_per_year(before.dossier)
            ),
        }
    if wanted.amount is not None:
        yearly = list(wanted.yearly) or split(wanted.amount, before.yearly)
        update |= {
            "agreed": wanted.amount,
            "yearly": yearly,
            "instalments": schedule(yearly, payments),
        }
    if wanted.plan is not None:
        update["dossier"] = before.dossier.model_copy(update={"actions": list(wanted.plan)})
        if plan_changes.has_other_figures(before.dossier.actions, wanted.plan):
            update["replanned_by"] = number
    for party, name, function in wanted.signatories:
        side: PartyState = getattr(before, party)
        update[party] = side.model_copy(update={"represented_by": name, "function": function})
    # Typed anew: a copy checks nothing.
    return State.model_validate(before.model_copy(update=update).model_dump(mode="json"))


def months_between(start: date, end: date) -> int:
    """Whole months from a first day to a last day, a month begun counted."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months + (after.day > start.day)


def differences(before: State, after: State) -> list[Difference]:
    """What two states say differently, by kind, in the order of the kinds."""
    found = []
    if before.ends_on != after.ends_on:
        pair = (long_date(before.ends_on), long_date(after.ends_on))
        found.append(Difference(AmendmentKind.DURATION, "Dernier jour du projet", *pair))
    if before.agreed != after.agreed:
        pair = (euros(before.agreed), euros(after.agreed))
        found.append(Difference(AmendmentKind.AMOUNT, "Montant de la subvention", *pair))
    for (_, year, was), (_, _, now) in zip(before.exercises, after.exercises, strict=True):
        if was != now:
            pair = (euros(was), euros(now))
            found.append(Difference(AmendmentKind.AMOUNT, f"Exercice {year}", *pair))
    found += plan_changes.differences(
        before.dossier, after.dossier, first_year=before.starts_on.year
    )
    for party in Party:
        was_side, side = getattr(before, party), getattr(after, party)
        pair = (_represented(was_side), _represented(side))
        if pair[0] != pair[1]:
            label = f"Représentant de {side.designation}"
            found.append(Difference(AmendmentKind.PARTIES, label, *pair))
    return found


def _represented(side: PartyState) -> str:
    return ", ".join(filter(None, (side.represented_by, side.function)))


TITLES = {
    AmendmentKind.DURATION: "Durée",
    AmendmentKind.AMOUNT: "Montant de la subvention et versements",
    AmendmentKind.ACTIONS: "Plan d’actions",
    AmendmentKind.PARTIES: "Parties",
}


def articles(
    found: list[Difference], after: State, *, signed_on: date, reason: str
) -> list[Article]:
    """The text of an amendment, from what it changes: never a retyped convention.

    What says a figure is not negotiable: reworded, it would say another one than the data (ADR 0018).
    """
    body = (
        f"Le présent avenant modifie la convention signée le {long_date(signed_on)}, pour le motif "
        f"suivant : {plain(reason)}"
    )
    made = [_article("objet", "Objet de l’avenant", body)]
    for kind in AmendmentKind:
        points = [d for d in found if d.kind == kind]
        if points:
            body = _body(kind, points, after)
            made.append(_article(kind.value, TITLES[kind], body, is_locked=True))
    body = (
        "Les annexes jointes au présent avenant remplacent celles de la convention. Les autres "
        "stipulations de la convention demeurent inchangées."
    )
    made.append(_article("autres-stipulations", "Autres stipulations", body, is_locked=True))
    return made


def _body(kind: AmendmentKind, points: list[Difference], after: State) -> str:
    lines = "\n".join(f"- {p.said}{'.' if p is points[-1] else ' ;'}" for p in points)
    lines = f"{'Sont modifiés' if len(points) > 1 else 'Est modifié'} :\n{lines}"
    if kind == AmendmentKind.AMOUNT:
        return (
            f"{lines}\n\nLa subvention est ainsi répartie :\n\n[[echeancier]]\n\n"
            "Elle est versée comme suit :\n\n[[tranches]]"
        )
    if kind == AmendmentKind.DURATION:
        return f"{lines}\n\nLe projet dure désormais [[duree_mois]] mois."
    if kind == AmendmentKind.ACTIONS and after.replanned_by == after.act:
        return f"{lines}\n\n{plan_changes.outcome(after.dossier)}"
    return lines


def _article(code: str, title: str, body: str, *, is_locked: bool = False) -> Article:
    return {
        "code": code,
        "title": title,
        "body": body,
        "is_locked": is_locked,
        "needs_legal_check": False,
        "clause": "C-5f",
    }

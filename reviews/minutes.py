"""The minutes of a session: frozen as plain data when it closes, drawn once (facts.md §7.4)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings

from limits_portal import french, pdf
from limits_portal.printouts import Workshop
from reviews import attending, quorum, terms
from reviews.enums import Outcome, VoteChoice
from reviews.models import Deliberation, Minutes, Recusal, Scenario, Sitting
from reviews.standing_order import Line, ranked

TEMPLATE_VERSION = "2024-2"


def content(sitting: Sitting) -> dict[str, Any]:
    """Everything the minutes say, already formatted: what is drawn and what is signed."""
    scenario = sitting.scenarios.filter(is_proposal=True, deleted_at=None).first()
    members = attending.members(sitting)
    recused = attending.recused_seats(sitting)
    names = {row.seat_id: str(row.seat) for row in _roll(sitting)}
    lines = {line.pk: line for line in ranked(sitting, scenario)}
    share = terms.of(sitting.call).quorum_share
    whole = quorum.of(members, share, is_asked=sitting.needs_quorum)
    agenda = (
        sitting.deliberations.select_related("application__holder", "application__departement")
        .prefetch_related("votes", "second_marks__seat__person")
        .order_by("position", "pk")
    )
    return {
        "call": sitting.call.title,
        "held_at": french.moment(sitting.held_at),
        "place": sitting.place,
        "chair": str(sitting.chair or ""),
        "convened_on": french.moment(sitting.convened_at) if sitting.convened_at else "",
        "opened_at": french.moment(sitting.opened_at) if sitting.opened_at else "",
        "closed_at": french.moment(sitting.closed_at) if sitting.closed_at else "",
        "attendance": [
            {
                "name": str(row.seat),
                "employer": row.seat.employer,
                "mode": row.get_mode_display(),
                "bearer": names.get(row.mandate_to_id, "") if row.mandate_to_id else "",
            }
            for row in _roll(sitting)
        ],
        "quorum": {
            "counted": whole.counted,
            "in_office": whole.in_office,
            "needed": whole.needed,
            "is_asked": sitting.needs_quorum,
        },
        "recusals": _recusals(sitting, names),
        "matters": [
            _matter(
                d, lines[d.application_id], members, recused.get(d.application_id, set()), names
            )
            for d in agenda
        ],
        "proposal": _proposal(scenario, list(lines.values())),
    }


def _roll(sitting: Sitting) -> Iterable[Any]:
    return sitting.attendances.select_related("seat__person").order_by(
        "seat__person__last_name", "seat_id"
    )


def _recusals(sitting: Sitting, names: dict[int, str]) -> list[dict[str, Any]]:
    """Who took no part in which dossier; the ground stays between them and MILDECA."""
    rows = (
        Recusal.objects.filter(
            lifted_at=None,
            application__deliberations__sitting=sitting,
            person__seats__in=list(names),
        )
        .select_related("person", "application__holder")
        .order_by("person__last_name", "application__reference")
    )
    return [
        {
            "name": str(row.person),
            "application": row.application_id,
            "reference": row.application.reference,
            "holder": row.application.holder.name,
        }
        for row in rows
    ]


def _matter(
    deliberation: Deliberation,
    line: Line,
    members: list[quorum.Member],
    recused: set[int],
    names: dict[int, str],
) -> dict[str, Any]:
    votes = dict.fromkeys(VoteChoice, 0)
    for vote in deliberation.votes.all():
        votes[VoteChoice(vote.choice)] += 1
    second = sorted(mark.value for mark in deliberation.second_marks.all())
    cast = sum(votes.values())
    return {
        "application": deliberation.application_id,
        "reference": deliberation.application.reference,
        "holder": deliberation.application.holder.name,
        "departement": str(deliberation.application.departement),
        "title": deliberation.application.title,
        "rank": line.rank,
        "mean": _mark(line.mean),
        "spread": _mark(line.spread),
        "readings": len(line.scores),
        "second_mean": _mark(Decimal(sum(second)) / len(second)) if second else "",
        "second_count": len(second),
        "voices": len(quorum.voices(members, recused)),
        "recused": [names.get(seat, "") for seat in sorted(recused)],
        "votes": [[choice.label, count] for choice, count in votes.items()] if cast else [],
        "sense": _sense(votes) if cast else "",
        "is_discussed": deliberation.discussed_at is not None,
        "notes": deliberation.notes,
        "asked": french.euros(deliberation.application.requested_amount),
        "outcome": line.outcome_label,
        "amount": french.euros(line.amount) if line.amount else "",
        "reserve_rank": line.reserve_rank,
    }


def _sense(votes: dict[VoteChoice, int]) -> str:
    """Majority of the votes cast, abstentions left aside; the chair's vote parts a tie (§7.4)."""
    if votes[VoteChoice.FOR] == votes[VoteChoice.AGAINST]:
        return "Partage des voix"
    return "Favorable" if votes[VoteChoice.FOR] > votes[VoteChoice.AGAINST] else "Défavorable"


def _proposal(scenario: Scenario | None, lines: list[Line]) -> dict[str, Any]:
    selected = [line for line in lines if line.outcome == Outcome.SELECTED]
    envelope = scenario.sitting.call.envelope_amount if scenario else None
    total = sum((line.amount for line in selected), Decimal(0))
    return {
        "scenario": scenario.name if scenario else "",
        "envelope": french.euros(envelope) if envelope else "",
        "total": french.euros(total),
        "left": french.euros(envelope - total) if envelope else "",
        "selected": len(selected),
        "reserve": sum(1 for line in lines if line.outcome == Outcome.RESERVE),
        "rejected": sum(1 for line in lines if line.outcome == Outcome.REJECTED),
    }


def _mark(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.1f}".replace(".", ",")


def without(said: dict[str, Any], closed: set[int]) -> dict[str, Any]:
    """The minutes as a recused person may read them: nothing of the dossiers closed to them (A4).

    Ranks are counted anew and totals left out: both would tell of what is missing.
    """
    if not closed:
        return said
    matters = [dict(m) for m in said["matters"] if m["application"] not in closed]
    ranks = sorted(m["rank"] for m in matters if m["rank"])
    reserve = sorted(m["reserve_rank"] for m in matters if m["reserve_rank"])
    for matter in matters:
        matter["rank"] = ranks.index(matter["rank"]) + 1 if matter["rank"] else None
        if matter["reserve_rank"]:
            matter["reserve_rank"] = reserve.index(matter["reserve_rank"]) + 1
    return said | {
        "matters": matters,
        "recusals": [r for r in said["recusals"] if r["application"] not in closed],
        "proposal": None,
    }


def draw(minutes: Minutes) -> pdf.Document:
    """Draw the minutes from what was frozen. The same content gives the same bytes."""
    return pdf.render(
        "reviews/pdf/minutes.html",
        {
            "brand": settings.BRAND,
            "operator": settings.OPERATOR,
            "minutes": minutes.content,
        },
        reference=f"seance-{minutes.sitting_id}/{minutes.pk}/{TEMPLATE_VERSION}",
        made_at=minutes.closed_at,
    )


WORKSHOP = Workshop(
    rows=lambda: Minutes.objects.select_related("sitting__call"),
    draw=draw,
    folder="proces-verbaux",
    version=TEMPLATE_VERSION,
)

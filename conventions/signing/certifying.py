"""A scanned copy: what somebody declares of it, what a second person certifies (product.md)."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from conventions import mandates
from conventions.enums import ActStatus, Party, SignatureWay
from conventions.models import Act, Issue, Mandate, PaperCopy, Signature
from conventions.parties import organisation_of
from conventions.permissions import parties_of
from conventions.signing import circuit
from conventions.signing.guards import ANOTHER_PERSON, last_sha256, next_to_sign
from limits_portal.french import PARIS, long_date
from workflow.engine import NotAllowed, Refused, record

Line = tuple[Party, Mandate, date]
"""A signature on the paper: for whom, by whom, on which day."""


def left_to_declare(copy: PaperCopy, by: User) -> list[tuple[Party, list[Mandate]]]:
    """The parties that have not signed yet, in order, with those who might have signed for them.

    Only those that the person may declare for: their own, or all for MILDECA.
    """
    issue = copy.issue
    held = parties_of(issue.act.convention, by)
    signed = set(issue.signatures.values_list("party", flat=True))
    return [
        (Party(name), _signatories(organisation_of(issue.act.convention, name)))
        for name in issue.order
        if name not in signed and (Party(name) in held or Party.MILDECA in held)
    ]


def _signatories(organisation: Organisation) -> list[Mandate]:
    """The mandates, of any day, of those who sign for an organisation now."""
    return list(
        Mandate.objects.filter(
            organisation=organisation, person__in=mandates.may_be_given_to(organisation)
        )
        .select_related("person", "organisation")
        .order_by("person__last_name", "-starts_on")
    )


def declare(copy: PaperCopy, lines: list[Line], *, by: User) -> None:
    """Say who signed the paper, for which party, on which day. Raises NotAllowed or Refused."""
    held = parties_of(copy.issue.act.convention, by)
    with transaction.atomic():
        act = circuit.locked(copy.issue)
        fresh = PaperCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
        if act.status != ActStatus.SIGNING or copy.issue.voided_at is not None:
            raise Refused("Ce document n’est plus à la signature.")
        if fresh.declared_at is not None and fresh.refused_at is None:
            raise Refused("Cette copie est déjà déclarée.")
        if not fresh.is_whole:
            raise Refused("Il manque des pages à cette copie : déposez une pile complète.")
        _refuse_disorder(copy.issue, lines)
        for party, _, _ in lines:
            if party not in held and Party.MILDECA not in held:
                raise NotAllowed(f"Vous ne pouvez pas déclarer pour « {party.label} ».")
        fresh.declared = [
            {"party": party, "mandate": mandate.pk, "signed_on": day.isoformat()}
            for party, mandate, day in lines
        ]
        fresh.declared_by, fresh.declared_at = by, timezone.now()
        fresh.refused_at, fresh.refusal = None, ""
        fresh.save(
            update_fields=["declared", "declared_by", "declared_at", "refused_at", "refusal"]
        )
        record(
            "act.declare_paper",
            subject=act,
            by=by,
            role=next(iter(held.values()), ""),
            payload={"copy": fresh.pk, "sha256": fresh.sha256, "declared": fresh.declared},
            is_locked=True,
        )


def _refuse_disorder(issue: Issue, lines: list[Line]) -> None:
    if not lines:
        raise Refused("Indiquez au moins qui a signé.")
    expected = next_to_sign(issue)
    order = [Party(name) for name in issue.order]
    start = order.index(expected) if expected else len(order)
    if [party for party, _, _ in lines] != order[start : start + len(lines)]:
        raise Refused(
            "Les parties signent dans l’ordre : déclarez d’abord celle dont c’est le tour."
        )
    # Nobody signs before the document was issued, nor before those whose turn came first.
    instants = [issue.issued_at, *issue.signatures.values_list("signed_at", flat=True)]
    floor = max(mandates.day_of(instant) for instant in instants)
    for party, mandate, day in lines:
        if day > mandates.today():
            raise Refused("La date d’une signature ne peut pas être à venir.")
        if day < floor:
            raise Refused(f"« {party.label} » ne peut pas avoir signé avant le {long_date(floor)}.")
        if not mandates.covers(mandate, organisation_of(issue.act.convention, party), day):
            raise Refused(f"L’habilitation de {mandate.person} ne couvre pas le {long_date(day)}.")
        floor = day


def certify(copy: PaperCopy, *, by: User) -> list[Signature]:
    """Certify, after somebody else declared it, that the copy shows what was declared.

    Each declared signature is then kept, in order. Raises Refused or circuit.Superseded.
    """
    kept = []
    with transaction.atomic():
        act = circuit.locked(copy.issue)
        fresh = PaperCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
        if not fresh.awaits_certification:
            raise Refused("Cette copie n’attend pas de certification.")
        lines = declared_lines(fresh)
        if by.pk in _concerned(fresh, lines):
            raise Refused(ANOTHER_PERSON)
        now = timezone.now()
        for party, mandate, day in lines:
            signature = Signature(
                issue=copy.issue,
                party=party,
                way=SignatureWay.PAPER,
                signatory=str(mandate.person),
                function=mandate.function,
                mandate=mandate,
                signed_at=_at(day),
                recorded_by=fresh.declared_by,
                evidence=_evidence(fresh, mandate),
                certified_by=by,
                certified_at=now,
            )
            sha256 = last_sha256(copy.issue)
            circuit.refuse(act, signature, by=by, sha256=sha256)
            kept.append(circuit.keep(act, signature, by=by, sha256=sha256))
            act = circuit.locked(copy.issue)
        PaperCopy.objects.filter(pk=copy.pk).update(certified_at=now)
    return kept


def may_certify(copy: PaperCopy, user: User) -> bool:
    """Whether a copy waits for this very person."""
    return _may_certify(copy, declared_lines(copy), user)


def waiting_for(user: User) -> list[PaperCopy]:
    """The copies that this very person may certify, the oldest declaration first.

    A document that was recalled waits for nobody. As many queries whatever their number.
    """
    copies = list(
        PaperCopy.objects.filter(
            issue__act__in=Act.objects.visible_to(user),
            issue__voided_at=None,
            declared_at__isnull=False,
            certified_at=None,
            refused_at=None,
        )
        .select_related("pile", "issue__act__convention__application__holder", "declared_by")
        .order_by("declared_at")
    )
    known = _mandates(*copies)
    return [copy for copy in copies if _may_certify(copy, _lines(copy, known), user)]


def _may_certify(copy: PaperCopy, lines: list[Line], user: User) -> bool:
    return (
        copy.awaits_certification
        and user.pk not in _concerned(copy, lines)
        and Party.MILDECA in parties_of(copy.issue.act.convention, user)
    )


def _concerned(copy: PaperCopy, lines: list[Line]) -> set[int | None]:
    """Who brought a copy, declared it or signed it: another person certifies it."""
    return {
        copy.pile.uploaded_by_id,
        copy.declared_by_id,
        *(mandate.person_id for _, mandate, _ in lines),
    }


def refuse(copy: PaperCopy, *, by: User, reason: str) -> None:
    """Send a declared copy back, with the reason. Raises NotAllowed or Refused."""
    if Party.MILDECA not in parties_of(copy.issue.act.convention, by):
        raise NotAllowed("La copie numérisée est certifiée par la MILDECA.")
    if not reason.strip():
        raise Refused("Indiquez le motif.")
    with transaction.atomic():
        act = circuit.locked(copy.issue)
        waiting = PaperCopy.objects.filter(
            pk=copy.pk, declared_at__isnull=False, certified_at=None, refused_at=None
        )
        if not waiting.update(refused_at=timezone.now(), refusal=reason.strip()):
            raise Refused("Cette copie n’attend pas de certification.")
        record(
            "act.refuse_paper",
            subject=act,
            by=by,
            role=parties_of(act.convention, by)[Party.MILDECA],
            reason=reason.strip(),
            payload={"copy": copy.pk},
            is_locked=True,
        )


def _at(day: date) -> datetime:
    """The day's first instant in Paris: a paper says a day, no hour."""
    return datetime.combine(day, time(), PARIS)


def _evidence(copy: PaperCopy, mandate: Mandate) -> dict[str, Any]:
    return {
        "copy_sha256": copy.sha256,
        "pile_sha256": copy.pile.sha256,
        "sheets": copy.sheets,
        "declared_at": copy.declared_at.isoformat() if copy.declared_at else "",
        "mandate": mandates.said(mandate),
        "original": "L’original papier fait foi ; il est conservé par la partie qui l’a déclaré.",
    }


def declared_lines(copy: PaperCopy) -> list[Line]:
    """What was declared of a copy, in the order of signature."""
    return _lines(copy, _mandates(copy))


def _mandates(*copies: PaperCopy) -> dict[int, Mandate]:
    return Mandate.objects.select_related("person").in_bulk(
        {line["mandate"] for copy in copies for line in copy.declared}
    )


def _lines(copy: PaperCopy, known: dict[int, Mandate]) -> list[Line]:
    return [
        (Party(line["party"]), known[line["mandate"]], date.fromisoformat(line["signed_on"]))
        for line in copy.declared
    ]

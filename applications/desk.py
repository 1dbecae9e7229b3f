"""The holder's desk: one card a dossier, with what to do next and until when (C-4.1k, C-5a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from applications import deadlines, dossier, wording
from applications.completeness import Progress, progress
from applications.content import Dossier
from applications.eligibility import blocking, evaluate
from applications.enums import ApplicationStatus
from applications.guards import is_late
from applications.loading import load
from applications.models import Application, Snapshot
from applications.openings import calls_with_room
from applications.permissions import as_editor, as_signatory

SHOWN_BLOCKERS = 3


@dataclass(frozen=True)
class Blocker:
    """One thing that forbids filing, and where to put it right."""

    text: str
    address: str


@dataclass(frozen=True)
class Draft:
    """What a card says of a draft."""

    progress: Progress
    blockers: tuple[Blocker, ...]
    more: int  # blockers beyond those shown
    remaining: str  # « 12 jours », or "" when it is closed or not open yet
    deadline: str
    is_closed: bool
    opens: str  # « 29 février 2024 à … » when not open yet


@dataclass(frozen=True)
class Card:
    """A dossier on its holder's desk."""

    application: Application
    status: wording.Wording
    role: str
    draft: Draft | None
    receipt: str  # address of the last receipt of a filed dossier, or ""
    can_write: bool
    can_sign: bool
    action_label: str
    action_address: str
    is_past: bool

    @property
    def has_result(self) -> bool:
        """Whether a decision on it is published (C-5e)."""
        return self.application.status in ApplicationStatus.DECIDED


def cards(user: User, now: datetime) -> list[Card]:
    """Return the cards of this person's dossiers: drafts first, past ones last."""
    places = {link.organisation_id for link in user.links if link.role in Role.HOLDER_ROLES}
    last = Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number")
    applications = list(
        Application.objects.visible_to(user)
        .filter(holder__in=places)
        .select_related("call", "holder", "departement")
        .defer("call__content")
        .annotate(
            last_filing=Subquery(last.values("number")[:1]),
            is_room_left=Exists(calls_with_room(user, now)),
        )
    )
    load(*applications)
    built = [card(application, user, now) for application in applications]
    return sorted(built, key=lambda c: (c.is_past, c.draft is None))


def is_room_left(found: Sequence[Card], user: User, now: datetime) -> bool:
    """Whether a dossier may be opened beside these cards; they know it, none asks the database."""
    if found:
        return bool(found[0].application.is_room_left)  # type: ignore[attr-defined]  # annotated by `cards`
    return calls_with_room(user, now).exists()


def card(application: Application, user: User, now: datetime) -> Card:
    """Return one card; `application` comes with what `cards` fetches."""
    is_draft = application.is_editable
    draft = _draft(application, user, now) if is_draft else None
    can_write = is_draft and as_editor(application, user) is not None
    can_sign = as_signatory(application, user) is not None
    last = application.last_filing  # type: ignore[attr-defined]  # annotated by `cards`
    receipt = ""
    if not is_draft and last:
        receipt = reverse("applications:receipt", args=[application.reference, last])
    label, address = _next_step(application, draft, receipt, can_write, can_sign)
    return Card(
        application=application,
        status=wording.for_holder(application.status),
        role=_role(application, user),
        draft=draft,
        receipt=receipt,
        can_write=can_write,
        can_sign=can_sign,
        action_label=label,
        action_address=address,
        is_past=application.status not in ApplicationStatus.OPEN
        or (draft is not None and draft.is_closed),
    )


def _role(application: Application, user: User) -> str:
    """« Représentant », of the person in this dossier's collectivité."""
    if as_signatory(application, user):
        return str(Role.REPRESENTATIVE.label)
    return next(
        (
            str(link.get_role_display())
            for link in user.links
            if link.organisation_id == application.holder_id
        ),
        "",
    )


def _draft(application: Application, user: User, now: datetime) -> Draft:
    content = dossier.read(application, at=now)
    blockers = blockers_of(application, content)
    closes_at, opens_at = content.terms.closes_at, content.terms.opens_at
    is_early = now < opens_at
    departement = application.departement
    return Draft(
        progress=progress(content),
        blockers=tuple(blockers[:SHOWN_BLOCKERS]),
        more=max(0, len(blockers) - SHOWN_BLOCKERS),
        remaining="" if is_early else deadlines.remaining(closes_at, now),
        deadline=deadlines.both(closes_at, departement),
        is_closed=is_late(now, closes_at),
        opens=deadlines.both(opens_at, departement) if is_early else "",
    )


def blockers_of(application: Application, content: Dossier) -> list[Blocker]:
    """What forbids filing: first the rules of the call, then the sections not complete."""
    findings = [f for f in blocking(evaluate(content)) if f.code != "DELAI"]
    blockers = [
        Blocker(
            f"{finding.title} : {finding.reason}",
            _section_address(application, finding.section) if finding.section else "",
        )
        for finding in findings
    ]
    judged = {finding.section for finding in findings}
    blockers += [
        Blocker(
            f"{section.label} : {len(section.missing)} point"
            f"{'s' if len(section.missing) > 1 else ''} à compléter",
            _section_address(application, section.key),
        )
        for section in progress(content).sections
        if section.missing and section.key not in judged
    ]
    return blockers


def _section_address(application: Application, section: str) -> str:
    return reverse("applications:section", args=[application.reference, section])


def _next_step(
    application: Application,
    draft: Draft | None,
    receipt: str,
    can_write: bool,
    can_sign: bool,
) -> tuple[str, str]:
    """The one thing to do now: go on writing, file, or read."""
    recap = reverse("applications:recap", args=[application.reference])
    if application.status == ApplicationStatus.TO_COMPLETE:
        return "Voir ce qui est demandé", reverse(
            "applications:complete", args=[application.reference]
        )
    if draft is None:
        return ("Voir l’accusé de réception", receipt) if receipt else ("Lire le dossier", recap)
    if not can_write or draft.is_closed:
        return "Lire le dossier", recap
    if draft.progress.is_complete and not draft.blockers:
        file = reverse("applications:file", args=[application.reference])
        return ("Relire et déposer", file) if can_sign else ("Relire le dossier", recap)
    first = next((s for s in draft.progress.sections if s.missing), draft.progress.sections[0])
    return "Reprendre", _section_address(application, first.key)

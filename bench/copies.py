"""A dossier's rows copied for other communes, table by table, so that each weighs exactly as much."""

import copy
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from stdnum import luhn

from accounts.enums import MembershipStatus, Role
from accounts.models import Membership, Organisation, User
from applications.enums import SectionKey
from applications.models import Action, Application, Document, Rendering, Section, Snapshot
from applications.snapshot import digest
from workflow.models import Event

PASSWORD = "une phrase assez longue pour mesurer"


def siret_of(siren: str) -> str:
    """A SIRET whose key is right for this SIREN."""
    candidates = (f"{siren}{rank:05d}" for rank in range(10, 10_000))
    return next(siret for siret in candidates if luhn.is_valid(siret))


def copies(
    model: Application, holders: list[Organisation], rank: int
) -> tuple[list[Application], list[User]]:
    """The same dossier for other communes: its sections, actions, files and journal."""
    people = _people(holders)
    made = Application.objects.bulk_create(
        Application(
            call=model.call,
            holder=holder,
            departement=holder.departement,
            reference=f"LIMITS-{model.call.year}-{number:04d}",
            status=model.status,
            title=f"LIMIT'S à {holder.name}"[:200],
            requested_amount=model.requested_amount,
            total_cost=model.total_cost,
            created_by=user,
            submitted_at=model.submitted_at,
        )
        for number, (holder, user) in enumerate(zip(holders, people, strict=True), rank)
    )
    actions = list(model.actions.all())
    written = Action.objects.bulk_create(
        (twin_of(row, application=one) for one in made for row in actions), batch_size=2000
    )
    sections = list(model.sections.all())
    Section.objects.bulk_create(
        (
            twin_of(
                row,
                application=one,
                content=_own(row, one, actions, written[at : at + len(actions)]),
            )
            for at, one in zip(range(0, len(written), len(actions)), made, strict=True)
            for row in sections
        ),
        batch_size=2000,
    )
    documents = list(Document.objects.filter(application=model))
    Document.objects.bulk_create(twin_of(row, application=one) for one in made for row in documents)
    _copy_journal(model, made)
    return made, people


def _own(
    row: Section, application: Application, actions: list[Action], written: list[Action]
) -> dict[str, Any]:
    """The content of a section, with what belongs to this holder and to its own actions."""
    content: dict[str, Any] = copy.deepcopy(row.content)
    if row.key == SectionKey.IDENTITY:
        content["siret"] = siret_of(application.holder.siren)
        content["departement"] = application.departement_id
    if row.key == SectionKey.BUDGET:
        numbers = {old.pk: new.pk for old, new in zip(actions, written, strict=True)}
        for line in content["expenses"]:
            line["action"] = numbers.get(line["action"])
    return content


def _people(holders: list[Organisation]) -> list[User]:
    password = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(
            email=f"p{holder.code.lower()}@bench.example.org", password=password, last_name="Copie"
        )
        for holder in holders
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    Membership.objects.bulk_create(
        Membership(
            user=user,
            organisation=holder,
            role=Role.REPRESENTATIVE,
            status=MembershipStatus.VALIDATED,
            decided_at=timezone.now(),
        )
        for user, holder in zip(people, holders, strict=True)
    )
    return people


def twin_of(row: Any, **changes: Any) -> Any:
    """A new row with the same values but these."""
    twin = copy.copy(row)
    twin._state = copy.copy(row._state)
    twin._state.fields_cache = {}
    twin.pk, twin._state.adding = None, True
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def copy_filings(model: Application, made: list[Application]) -> list[Snapshot]:
    """The filings of the model, and their renderings, for each of its copies."""
    rows = list(model.snapshots.all())
    snapshots = [_snapshot(row, one) for one in made for row in rows]
    Snapshot.objects.bulk_create(snapshots, batch_size=500)
    renderings = list(Rendering.objects.filter(snapshot__application=model))
    Rendering.objects.bulk_create(
        twin_of(row, snapshot=snapshot) for snapshot in snapshots for row in renderings
    )
    return snapshots


def _snapshot(row: Snapshot, application: Application) -> Snapshot:
    text = row.canonical.replace(row.application.reference, application.reference)
    return twin_of(
        row,
        application=application,
        canonical=text,
        sha256=digest(text),
        receipt_number=f"AR-{application.reference}-{row.number}",
    )


def _copy_journal(model: Application, made: list[Application]) -> None:
    originals = list(Event.objects.about(model).order_by("id"))
    events = []
    for one in made:
        previous = ""
        for row in originals:
            event = twin_of(row, subject_id=one.pk, subject_label=one.reference)
            event.previous_hash = previous
            event.hash = previous = event.computed_hash()
            events.append(event)
    Event.objects.bulk_create(events, batch_size=2000)

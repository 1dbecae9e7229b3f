"""The database of a run: real register, real call, dossiers in number.

One dossier is written and filed through the portal's own verbs; the others are its rows copied
for other communes, table by table, so that each weighs exactly as much.
"""

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from stdnum import luhn

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from applications import drafting, filing
from applications.demo.plan import Town, budget, plan, sections
from applications.enums import SectionKey
from applications.models import Action, Application, Call, Document, Rendering, Section, Snapshot
from applications.scope import FIELDS
from applications.snapshot import digest
from bench import floor
from workflow.models import Event

PASSWORD = "une phrase assez longue pour mesurer"
# Communes from these ranks on (by population) are those of the ready drafts and of the new
# applicants.
READY_FROM, APPLICANTS_FROM = 5000, 8000
YEARS = 3


@dataclass(frozen=True)
class World:
    """What the measures need to know of the database."""

    call: Call
    model: Application  # written and filed through the verbs; the others are its copies
    writer: User  # with the draft measured
    draft: Application
    instructor: User


def prepare() -> World:
    """Make the tables, load the register and the call, write the model and the draft."""
    call_command("migrate", "--no-input", "--run-syncdb", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_register", verbosity=0)
    call_command("load_call", "limits-2024", verbosity=0)
    floor.fill()
    now = timezone.now()
    call = Call.objects.get(slug="limits-2024")
    call.opens_at, call.closes_at = now - timedelta(days=30), now + timedelta(days=30)
    call.save(update_fields=["opens_at", "closes_at"])
    first, second = communes(0, 2)
    signatory = person("modele@bench.example.org", first, Role.REPRESENTATIVE)
    model = write(call, first, signatory)
    filing.submit(model, by=signatory, received_at=now)
    writer = person("redaction@bench.example.org", second, Role.REPRESENTATIVE)
    mildeca = Organisation.objects.get(kind=OrganisationKind.MILDECA)
    instructor = person("instruction@bench.example.org", mildeca, Role.INSTRUCTOR)
    Authenticator.objects.create(
        user=instructor, type=Authenticator.Type.TOTP, data={"secret": encrypt("A" * 32)}
    )
    return World(
        call=call,
        model=Application.objects.get(pk=model.pk),
        writer=writer,
        draft=write(call, second, writer),
        instructor=instructor,
    )


def communes(start: int, count: int) -> list[Organisation]:
    """Communes of the register, the most populated first."""
    found = Organisation.objects.filter(kind=OrganisationKind.COMMUNE, departement__isnull=False)
    return list(found.exclude(siren="").order_by("-population", "code")[start : start + count])


def person(email: str, organisation: Organisation, role: str) -> User:
    """Somebody with a validated role and a verified address."""
    user = User.objects.create_user(email, PASSWORD, first_name="Camille", last_name="Mesure")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        status=MembershipStatus.VALIDATED,
        decided_at=timezone.now(),
    )
    return user


def siret_of(siren: str) -> str:
    """A SIRET whose key is right for this SIREN."""
    candidates = (f"{siren}{rank:05d}" for rank in range(10, 10_000))
    return next(siret for siret in candidates if luhn.is_valid(siret))


def write(call: Call, holder: Organisation, by: User) -> Application:
    """A whole draft, ready to file: nine actions over three years, through the verbs."""
    texts = call.texts
    town = Town(
        name=holder.name,
        quarter="Centre",
        population=6000,
        starts_on=date(timezone.now().year + 1, 1, 1),
        years=YEARS,
    )
    application = drafting.open_application(
        call=call, holder=holder, departement=holder.departement, by=by
    )
    actions = plan(texts, town)
    rows = [drafting.add_action(application, content, by=by) for content in actions]
    contents: dict[str, Any] = sections(texts, town, siret=siret_of(holder.siren))
    postcode = holder.postcodes[0] if holder.postcodes else "75001"
    contents["identity"] = contents["identity"].model_copy(
        update={"departement": application.departement_id, "postcode": postcode}
    )
    numbered = [(row.pk, content) for row, content in zip(rows, actions, strict=True)]
    contents["budget"] = budget(numbered, years=YEARS)
    fields = {key.value: name for key, name in FIELDS.items()}
    for section in application.sections.all():
        content = contents[fields[section.key]]
        drafting.save_section(section, content, version=section.version, by=by)
    for category in required_documents(call):
        Document.objects.create(
            application=application,
            category=category,
            name=f"{category}.pdf",
            file=f"bench/{application.pk}-{category}.pdf",
            size=100_000,
            content_type="application/pdf",
            sha256="0" * 64,
            scan_status="not_scanned",
            uploaded_by=by,
        )
    return Application.objects.select_related("call", "holder", "departement").get(
        pk=application.pk
    )


def required_documents(call: Call) -> list[str]:
    """Codes of the files the call asks for."""
    return [c.code for c in call.texts.document_categories if c.is_required]


def grow(world: World, total: int) -> None:
    """Bring the number of filed dossiers to `total`, by copies of the model."""
    already = Application.objects.exclude(submitted_at=None).count()
    # The model and the draft have the first two communes.
    made, _ = _copies(world.model, communes(already + 1, total - already), already + 2)
    snapshots = [_snapshot(row, one) for one in made for row in world.model.snapshots.all()]
    Snapshot.objects.bulk_create(snapshots, batch_size=500)
    renderings = list(Rendering.objects.filter(snapshot__application=world.model))
    Rendering.objects.bulk_create(
        _copy(row, snapshot=snapshot) for snapshot in snapshots for row in renderings
    )
    analyze()


def ready(world: World, start: int, count: int) -> list[tuple[Application, User]]:
    """Drafts ready to file, each with its own representative, from this rank of commune on."""
    made, people = _copies(world.draft, communes(start, count), start)
    analyze()
    return list(zip(made, people, strict=True))


def people(count: int) -> list[User]:
    """Representatives of filed dossiers, each with PASSWORD."""
    return list(User.objects.filter(last_name="Copie").order_by("id")[:count])


def analyze() -> None:
    """Let PostgreSQL know how large its tables are now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copies(
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
        (_copy(row, application=one) for one in made for row in actions), batch_size=2000
    )
    sections = list(model.sections.all())
    Section.objects.bulk_create(
        (
            _copy(
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
    Document.objects.bulk_create(_copy(row, application=one) for one in made for row in documents)
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


def _copy(row: Any, **changes: Any) -> Any:
    twin = copy.copy(row)
    twin._state = copy.copy(row._state)
    twin._state.fields_cache = {}
    twin.pk, twin._state.adding = None, True
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def _snapshot(row: Snapshot, application: Application) -> Snapshot:
    text = row.canonical.replace(row.application.reference, application.reference)
    return _copy(
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
            event = _copy(row, subject_id=one.pk, subject_label=one.reference)
            event.previous_hash = previous
            event.hash = previous = event.computed_hash()
            events.append(event)
    Event.objects.bulk_create(events, batch_size=2000)

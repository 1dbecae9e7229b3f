"""The database of a run: real register, real call, dossiers in number.

One dossier is written and filed through the portal's own verbs; the others are its rows copied
for other communes, table by table, so that each weighs exactly as much.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from applications import drafting, filing
from applications.demo.plan import Town, budget, plan, sections
from applications.models import Application, Call, Document
from applications.scope import FIELDS
from bench import floor
from bench.committee import Committee, copy_examination, examine, leave_to_read
from bench.copies import PASSWORD, copies, copy_filings, siret_of
from reviews.models import Deliberation

# Communes from these ranks on (by population) are those of the ready drafts and of the new
# applicants.
READY_FROM, APPLICANTS_FROM = 5200, 8000
YEARS = 3
# Dossiers copied at a time: a transaction left alone too long is ended by the server.
BATCH = 500


@dataclass(frozen=True)
class World:
    """What the measures need to know of the database."""

    call: Call
    model: Application  # written and filed through the verbs; the others are its copies
    writer: User  # with the draft measured
    draft: Application
    committee: Committee


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
    committee = examine(Application.objects.get(pk=model.pk))
    writer = person("redaction@bench.example.org", second, Role.REPRESENTATIVE)
    return World(
        call=call,
        model=Application.objects.get(pk=model.pk),
        writer=writer,
        draft=write(call, second, writer),
        committee=committee,
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
    """Bring the number of examined dossiers to `total`, by copies of the model."""
    already = Deliberation.objects.count()
    # Those who file under load take the numbers that follow.
    taken = Application.objects.values_list("reference", flat=True)
    free = 1 + max(int(reference.rpartition("-")[2]) for reference in taken)
    made: list[Application] = []
    # The model and the draft have the first two communes.
    for start in range(already + 1, total + 1, BATCH):
        holders = communes(start, min(BATCH, total + 1 - start))
        made, _ = copies(world.model, holders, free + start)
        snapshots = copy_filings(world.model, made)
        copy_examination(world.committee, world.model, made, snapshots)
    leave_to_read(world.committee, made)
    analyze()


def ready(world: World, start: int, count: int) -> list[tuple[Application, User]]:
    """Drafts ready to file, each with its own representative, from this rank of commune on."""
    made, people = copies(world.draft, communes(start, count), start)
    analyze()
    return list(zip(made, people, strict=True))


def people(count: int) -> list[User]:
    """Representatives of filed dossiers, each with PASSWORD."""
    return list(User.objects.filter(last_name="Copie").order_by("id")[:count])


def analyze() -> None:
    """Let PostgreSQL know how large its tables are now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

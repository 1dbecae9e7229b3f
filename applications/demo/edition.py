"""A dozen fictitious dossiers in every state, in real collectivités, made by the real verbs.

A past edition (filed in spring 2024; the reviews decide it) and an open one, so that the
demonstration shows the form, the instruction and what comes after.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from stdnum import luhn

from accounts import demo as demo_people
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from applications import completion, documents, drafting, editions
from applications.call_editing import publish
from applications.content import ActionContent, Budget, Content
from applications.demo.plan import Town, budget, plan, sections
from applications.enums import ApplicationStatus as S
from applications.enums import SectionKey
from applications.models import Application, Call
from applications.scope import FIELDS
from applications.workflow import LIFE
from limits_portal.french import long_date

PARIS = ZoneInfo("Europe/Paris")
FILED_IN_2024 = datetime(2024, 4, 22, 10, 30, tzinfo=PARIS)
INSTRUCTION = timedelta(days=14)

GREETING = (
    "Votre dossier est intéressant. Deux points manquent de précision pour le présenter au comité."
)

# The transitions that lead to each state, and who performs them.
PATHS: dict[str, tuple[tuple[str, str, str], ...]] = {
    S.DRAFT: (),
    S.SUBMITTED: (("submit", "holder", ""),),
    S.TO_COMPLETE: (
        ("submit", "holder", ""),
        ("ask_completion", "ines", ""),
    ),
    S.ADMISSIBLE: (("submit", "holder", ""), ("admit", "ines", "")),
    S.INADMISSIBLE: (
        ("submit", "holder", ""),
        (
            "refuse",
            "ines",
            "Une partie du budget finance le fonctionnement courant d'une structure.",
        ),
    ),
    S.IN_COMMITTEE: (
        ("submit", "holder", ""),
        ("admit", "ines", ""),
        ("send_to_committee", "ines", ""),
    ),
    S.WITHDRAWN: (("submit", "holder", ""), ("withdraw", "holder", "Projet reporté d'un an.")),
}


@dataclass(frozen=True)
class Story:
    """One dossier of the demonstration."""

    kind: str
    code: str  # of the collectivité in the register
    quarter: str
    state: str
    years: int = 3
    population: int = 6_000
    author: str = ""  # key of the demo person who writes; else the town's own
    dropped_axis: str = ""  # an axis left without action
    extra_request: int = 0  # euros asked beyond the plan
    ticks_commitments: bool = True


COMMUNE, EPCI = OrganisationKind.COMMUNE, OrganisationKind.EPCI
PAST: tuple[Story, ...] = (
    Story(COMMUNE, "33249", "Génicart", S.IN_COMMITTEE),
    Story(COMMUNE, "97411", "Le Chaudron", S.IN_COMMITTEE, years=2),
    Story(COMMUNE, "21166", "Le Mail", S.IN_COMMITTEE, years=2),
    Story(COMMUNE, "61001", "Perseigne", S.IN_COMMITTEE, years=2),
    Story(COMMUNE, "93072", "Clos Saint-Lazare", S.INADMISSIBLE),
)
PRESENT: tuple[Story, ...] = (
    Story(COMMUNE, "59360", "Flora Tristan", S.DRAFT, author="alice", ticks_commitments=False),
    Story(
        COMMUNE,
        "59286",
        "Centre-ville et Parc",
        S.DRAFT,
        population=24_000,
        author="charlie",
        dropped_axis="lutter",
        extra_request=108_460,
        ticks_commitments=False,
    ),
    Story(EPCI, "200043396", "Épinette et Sous-le-Bois", S.SUBMITTED, author="emma"),
    Story(COMMUNE, "69256", "Mas du Taureau", S.SUBMITTED),
    Story(COMMUNE, "91286", "La Grande Borne", S.TO_COMPLETE, years=2),
    Story(COMMUNE, "59512", "L'Épeule", S.ADMISSIBLE),
    Story(COMMUNE, "84031", "Pous-du-Plan", S.IN_COMMITTEE, years=2),
    Story(COMMUNE, "86066", "Ozon", S.WITHDRAWN, years=2),
)


def open_edition(past: Call, *, today: date, by: User) -> Call:
    """Copy the 2024 call for the next 30 April to come; filing has been open for three weeks.

    Returns the copy that exists when there is one already.
    """
    years = today.year - past.year + (today >= date(today.year, 4, 10))
    year = past.year + years
    slug = f"limits-{year}"
    existing = Call.objects.filter(slug=slug).first()
    if existing:
        return existing
    call = editions.copy(
        past, slug=slug, title=f"LIMIT'S {year} (démonstration)", years=years, by=by
    )
    opened_on = today - timedelta(days=21)
    publication, *others = call.texts.milestones
    published = publication.model_copy(
        update={"starts_on": opened_on, "ends_on": opened_on, "period": long_date(opened_on)}
    )
    texts = call.texts.model_copy(update={"milestones": [published, *others]})
    call.opens_at = datetime.combine(opened_on, time(9), tzinfo=PARIS)
    call.content = texts.model_dump(mode="json")
    call.save(update_fields=["opens_at", "content"])
    return publish(call, by=by)


def load(*, today: date) -> list[Application]:
    """Make the demonstration's dossiers, unless they are there; returns those it made.

    Needs the register and the call limits-2024.
    """
    people = demo_people.load()
    past = Call.objects.get(slug="limits-2024")
    present = open_edition(past, today=today, by=people["nora"])
    made = []
    for call, stories in ((past, PAST), (present, PRESENT)):
        told = set(call.applications.values_list("holder__code", flat=True))
        with transaction.atomic():
            is_past = call == past
            made += [
                tell(
                    story,
                    call,
                    people,
                    starts_on=date(2024, 10, 1) if is_past else date(call.year, 9, 1),
                    filed_at=FILED_IN_2024 if is_past else None,
                )
                for story in stories
                if story.code not in told
            ]
    return made


def tell(
    story: Story,
    call: Call,
    people: dict[str, User],
    *,
    starts_on: date,
    filed_at: datetime | None = None,
) -> Application:
    """Write one dossier and bring it to its state; returns it as it stands.

    `filed_at` dates the filing of a past edition, instructed a fortnight after; else it is now.
    """
    holder = Organisation.objects.get(kind=story.kind, code=story.code)
    author = people[story.author] if story.author else _mayor(holder)
    if holder.departement is None:
        raise ValueError(f"{holder} n'a pas de département dans le registre.")
    application = drafting.open_application(
        call=call, holder=holder, departement=holder.departement, by=author
    )
    write(application, story, call, author, starts_on=starts_on)
    for name, actor, reason in PATHS[story.state]:
        by = author if actor == "holder" else people[actor]
        at = None
        facts = _asked(application, by=by) if name == "ask_completion" else {}
        if filed_at:
            instructed_at = min(filed_at + INSTRUCTION, timezone.now())
            at = filed_at if actor == "holder" else instructed_at
        application = LIFE.perform(
            application,
            name,
            by=by,
            reason=reason,
            at=at,
            signatory_name=str(by),
            signatory_role=by.job_title,
            **facts,
        )
    return application


def _asked(application: Application, *, by: User) -> dict[str, object]:
    """Two points to complete, and ten days to do it."""
    action = application.actions.all()[0]
    points = [
        (SectionKey.ACTIONS, f"{action.pk}/description", "Action 1 : Ce qui sera fait",
         "Précisez le calendrier des ateliers et qui les anime."),
        (SectionKey.PARTNERSHIP, "governance", "Gouvernance",
         "Indiquez qui prépare et qui préside le comité de pilotage."),
    ]  # fmt: skip
    for section, unit, label, text in points:
        completion.add_remark(
            application, section=section, unit=unit, label=label, text=text, by=by
        )
    return {"due_on": timezone.localdate() + timedelta(days=10), "message": GREETING}


def _mayor(holder: Organisation) -> User:
    """The fictitious mayor of a town: not among the people that the login page offers."""
    mayor = demo_people.load_person(
        demo_people.Person(
            f"maire-{holder.code}", "Mairie", "Maire", Role.REPRESENTATIVE, holder.kind, holder.code
        )
    )
    User.objects.filter(pk=mayor.pk).update(is_demo=False)
    return mayor


def write(application: Application, story: Story, call: Call, by: User, *, starts_on: date) -> None:
    """Write a whole dossier: the plan of the story's town, its budget, its bank details."""
    texts = call.texts
    town = Town(
        name=application.holder.name,
        quarter=story.quarter,
        population=story.population,
        starts_on=starts_on,
        years=story.years,
        kind=story.kind,
    )
    actions = [a for a in plan(texts, town) if a.axis != story.dropped_axis]
    rows = [drafting.add_action(application, content, by=by) for content in actions]
    contents = sections(texts, town, siret=siret_of(application.holder.siren))
    contents["budget"] = _budget(
        [(row.pk, content) for row, content in zip(rows, actions, strict=True)], story
    )
    keys = {field: key for key, field in FIELDS.items()}
    stored = {section.key: section for section in application.sections.all()}
    if not story.ticks_commitments:
        contents["commitments"] = contents["commitments"].model_copy(update={"commitments": []})
    contents["identity"] = _identity(contents["identity"], application)
    for field, content in contents.items():
        section = stored[keys[field]]
        drafting.save_section(section, content, version=section.version, by=by)
    upload = SimpleUploadedFile("rib.pdf", one_page_pdf(), content_type="application/pdf")
    documents.attach(application, category="rib", upload=upload, by=by)


def _identity(content: Content, application: Application) -> Content:
    holder = application.holder
    postcode = {"postcode": holder.postcodes[0]} if holder.postcodes else {}
    return content.model_copy(update={"departement": application.departement_id, **postcode})


def _budget(actions: list[tuple[int, ActionContent]], story: Story) -> Budget:
    balanced = budget(actions, years=story.years)
    if not story.extra_request:
        return balanced
    requested = [*balanced.requested]
    requested[0] += Decimal(story.extra_request)
    return balanced.model_copy(update={"requested": requested})


def siret_of(siren: str) -> str:
    """A SIRET with a right key for this SIREN; the establishment number is the demo's own."""
    return next(siret for nic in range(10, 1000) if luhn.is_valid(siret := f"{siren}{nic:05d}"))


def one_page_pdf() -> bytes:
    """An empty page: the smallest honest PDF to attach."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        stream = BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()

"""The wall of opinions, in and missing, by département; and the reminder to a prefecture (C-5c)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Departement, Membership, Organisation, User
from applications.models import Application, Call
from reviews.models import Opinion
from reviews.opining import AWAITED
from reviews.opinion_reading import NOTHING, Said, by_dossier
from reviews.permissions import as_instructor
from reviews.terms import opinion_due_on
from workflow.engine import NotAllowed, Refused, record
from workflow.models import Event

EVENT = "opinion.reminded"
# A prefecture is reminded by hand once in this time.
PAUSE = timedelta(hours=20)
EXPORT_HEADINGS = (
    *("Département", "Dossier", "Porteur", "Déposé le", "Avis", "En préparation", "Rang"),
    *("Montant conseillé (€)", "Rendu le", "Manquant depuis (jours)"),
)


@dataclass(frozen=True)
class Brick:
    """One dossier of the wall."""

    application: Application
    opinion: Said
    days_missing: int | None  # since it was filed; None once the opinion is given

    def export(self) -> tuple[object, ...]:
        """A row of the spreadsheet, in the order of EXPORT_HEADINGS."""
        application, opinion = self.application, self.opinion
        return (
            str(application.departement),
            application.reference,
            application.holder.name,
            application.submitted_at,
            opinion.label if opinion.is_given else "",
            opinion.label if not opinion.is_given and opinion.in_hand else "",
            opinion.rank,
            opinion.amount,
            opinion.given_at,
            self.days_missing,
        )


@dataclass
class Place:
    """A département of the wall."""

    departement: Departement
    bricks: list[Brick] = field(default_factory=list)
    people_count: int = 0
    reminded_at: datetime | None = None

    @property
    def missing(self) -> list[Brick]:
        """Dossiers without an opinion."""
        return [brick for brick in self.bricks if not brick.opinion.is_given]

    @property
    def prepared_count(self) -> int:
        """Opinions that wait for their chief."""
        return sum(brick.opinion.in_hand == "prepared" for brick in self.missing)

    @property
    def given_count(self) -> int:
        """Opinions given."""
        return len(self.bricks) - len(self.missing)

    @property
    def days_missing(self) -> int:
        """Days of the oldest missing opinion."""
        return max((brick.days_missing or 0 for brick in self.missing), default=0)

    def can_be_reminded(self, now: datetime) -> bool:
        """Whether a reminder would reach somebody, and is not too soon."""
        is_soon = self.reminded_at is not None and now - self.reminded_at < PAUSE
        return bool(self.missing and self.people_count and not is_soon)


def calls() -> list[Call]:
    """Calls with dossiers that await or have an opinion, the last first."""
    with_dossiers = Application.objects.filter(status__in=AWAITED).values("call")
    return list(Call.objects.filter(pk__in=with_dossiers).defer("content").order_by("-year", "-pk"))


def awaited(call: Call, departement: str = "") -> list[Application]:
    """Dossiers without a given opinion, of one département or of all."""
    standing = Opinion.objects.standing().filter(call=call)
    missing = (
        Application.objects.filter(call=call, status__in=AWAITED)
        .exclude(pk__in=standing.values("application"))
        .select_related("holder")
        .order_by("departement", "reference")
    )
    return list(missing.filter(departement=departement) if departement else missing)


def wall(user: User, call: Call) -> list[Place]:
    """Départements with a dossier of this call, the latest first; five queries whatever their number."""
    now = timezone.now()
    applications = (
        Application.objects.read_as_agent(user)
        .filter(call=call, status__in=AWAITED)
        .select_related("holder", "departement")
        .order_by("departement__code", "reference")
    )
    rows = list(applications)
    said = by_dossier(user, [a.pk for a in rows])
    places: dict[str, Place] = {}
    for application in rows:
        place = places.setdefault(application.departement_id, Place(application.departement))
        opinion = said.get(application.pk, NOTHING)
        filed = application.submitted_at or now
        days = None if opinion.is_given else (now - filed).days
        place.bricks.append(Brick(application, opinion, days))
    _count_people(places)
    _last_reminders(places, call)
    return sorted(
        places.values(), key=lambda p: (not p.missing, -p.days_missing, p.departement.code)
    )


def _count_people(places: dict[str, Place]) -> None:
    people = Membership.objects.filter(
        organisation__departement__in=list(places),
        status=MembershipStatus.VALIDATED,
        role__in=Role.PREFECTURE_ROLES,
        user__is_active=True,
    )
    for code in people.values_list("organisation__departement", flat=True):
        places[code].people_count += 1


def _last_reminders(places: dict[str, Place], call: Call) -> None:
    prefectures = Organisation.objects.filter(
        kind=OrganisationKind.PREFECTURE, departement__in=list(places)
    )
    codes = dict(prefectures.values_list("pk", "departement"))
    last = (
        Event.objects.filter(
            name=EVENT,
            subject_type=Organisation._meta.label_lower,
            subject_id__in=list(codes),
            payload__call=call.slug,
        )
        .values_list("subject_id")
        .annotate(last=Max("happened_at"))
    )
    for prefecture, instant in last:
        places[codes[prefecture]].reminded_at = instant


def remind(call: Call, *, by: User, departement: str = "") -> int:
    """Remind the prefectures with a missing opinion, or this one alone; returns how many were.

    One journal row a prefecture, which is the event of its mail. Raises NotAllowed, or Refused
    when nobody could be reminded.
    """
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA relance les préfectures.")
    due_on = opinion_due_on(call)
    with transaction.atomic():
        # One reminder at a time for a call: nobody is reminded twice by two people.
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        now = timezone.now()
        wanted = {
            place.departement.pk: place
            for place in wall(by, call)
            if departement in ("", place.departement.pk) and place.can_be_reminded(now)
        }
        prefectures = Organisation.objects.filter(
            kind=OrganisationKind.PREFECTURE, departement__in=list(wanted)
        ).order_by("pk")
        count = 0
        for prefecture in prefectures:
            missing = wanted[str(prefecture.departement_id)].missing
            record(
                EVENT,
                subject=prefecture,
                by=by,
                role=role,
                payload={
                    "call": call.slug,
                    "due_on": due_on.isoformat() if due_on else "",
                    "missing": [brick.application.reference for brick in missing],
                },
            )
            count += 1
    if not count:
        raise Refused(
            "Aucune relance n’est partie : plus d’avis manquant, une relance il y a moins d’un "
            "jour, ou personne à la préfecture n’a de compte."
        )
    return count

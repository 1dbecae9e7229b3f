"""Who may sign for an organisation, and on which days (product.md, Conventions)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from applications import documents
from conventions.enums import Party
from conventions.models import Convention, Mandate, MandateFile
from conventions.permissions import SIGNATORIES
from limits_portal.french import PARIS, long_date
from workflow.engine import NotAllowed, Refused, record

_PARTIES = {
    OrganisationKind.COMMUNE: Party.HOLDER,
    OrganisationKind.EPCI: Party.HOLDER,
    OrganisationKind.PREFECTURE: Party.PREFECTURE,
    OrganisationKind.MILDECA: Party.MILDECA,
}


def signing_role(organisation: Organisation) -> str:
    """Role of those who sign for an organisation."""
    return SIGNATORIES[_PARTIES[OrganisationKind(organisation.kind)]]


def day_of(instant: datetime) -> date:
    """The day in Paris: mandates are counted in days of the French calendar."""
    return instant.astimezone(PARIS).date()


def today() -> date:
    """The present day in Paris."""
    return day_of(timezone.now())


def is_open(mandate: Mandate, day: date) -> bool:
    """Whether a mandate holds on that day; one that was taken back holds on the days before."""
    return (
        mandate.starts_on <= day
        and (mandate.ends_on is None or day <= mandate.ends_on)
        and (mandate.revoked_at is None or day < day_of(mandate.revoked_at))
    )


def covers(mandate: Mandate, organisation: Organisation, day: date) -> bool:
    """Whether this mandate lets its person sign for the organisation on that day."""
    return mandate.organisation_id == organisation.pk and is_open(mandate, day)


def standing(organisation: Organisation, day: date) -> list[Mandate]:
    """The mandates under which somebody may sign for an organisation on a day, by person."""
    rows = (
        Mandate.objects.filter(organisation=organisation, starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gte=day))
        .select_related("person", "organisation")
        .order_by("person__last_name", "person__first_name", "-starts_on", "pk")
    )
    return [mandate for mandate in rows if covers(mandate, organisation, day)]


def of_person(person: User, organisation: Organisation, day: date) -> Mandate | None:
    """The mandate under which a person signs for an organisation on a day; the latest of several."""
    found = [m for m in standing(organisation, day) if m.person_id == person.pk]
    return found[0] if found else None


def role_of_keeper(organisation: Organisation, user: User) -> str | None:
    """Role in which a person keeps an organisation's mandates, or None.

    Those who sign for it and, for a prefecture, its agents; MILDECA's instructors and
    administrators keep them all.
    """
    if user.has_role(Role.INSTRUCTOR):
        return Role.INSTRUCTOR
    if user.has_role(Role.ADMINISTRATOR):
        return Role.ADMINISTRATOR
    role = user.role_in(organisation.pk)
    keepers = {signing_role(organisation), Role.PREFECTURE_AGENT}
    return role if role in keepers else None


def may_be_given_to(organisation: Organisation) -> list[User]:
    """The people who hold the signing role there: only they may receive a mandate."""
    members = (
        Membership.objects.filter(
            organisation=organisation,
            role=signing_role(organisation),
            status=MembershipStatus.VALIDATED,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    return [member.user for member in members]


def record_mandate(
    organisation: Organisation,
    *,
    person: User,
    by: User,
    upload: UploadedFile | None = None,
    **fields: Any,
) -> Mandate:
    """Record why and until when a person may sign; `upload` is a copy of the act that says so.

    `fields`: kind, function, basis, basis_on, starts_on, ends_on. Raises NotAllowed, Refused, or
    documents.FileRefused.
    """
    role = role_of_keeper(organisation, by)
    if role is None:
        raise NotAllowed("Vous ne tenez pas les habilitations de cette organisation.")
    if person not in may_be_given_to(organisation):
        raise Refused(
            "Cette personne n’a pas le rôle de signataire de l’organisation : "
            "donnez-le-lui d’abord dans l’équipe."
        )
    if fields["basis_on"] > today():
        raise Refused("L’acte qui donne l’habilitation ne peut pas porter une date à venir.")
    if fields["starts_on"] < fields["basis_on"]:
        raise Refused(
            f"L’habilitation ne peut pas commencer avant l’acte qui la donne, du "
            f"{long_date(fields['basis_on'])}."
        )
    if fields["ends_on"] is not None and fields["ends_on"] < fields["starts_on"]:
        raise Refused("La fin de l’habilitation précède son début.")
    copy = MandateFile(uploaded_by=by, **documents.receive(upload)) if upload is not None else None
    try:
        return _write(Mandate(organisation=organisation, person=person, **fields), copy, by, role)
    except BaseException:
        if copy is not None:
            documents.discard(copy)
        raise


def _write(mandate: Mandate, copy: MandateFile | None, by: User, role: str) -> Mandate:
    with transaction.atomic():
        mandate.recorded_by = by
        mandate.save(force_insert=True)
        if copy is not None:
            copy.mandate = mandate
            copy.save(force_insert=True)
        record(
            "mandate.record",
            subject=mandate,
            by=by,
            role=role,
            payload={"organisation": mandate.organisation_id, **said(mandate)},
        )
    return mandate


def take_back(mandate: Mandate, *, by: User, reason: str) -> None:
    """End a mandate today; what was signed under it stands. Raises NotAllowed or Refused."""
    role = role_of_keeper(mandate.organisation, by)
    if role is None:
        raise NotAllowed("Vous ne tenez pas les habilitations de cette organisation.")
    if not reason.strip():
        raise Refused("Indiquez le motif.")
    with transaction.atomic():
        now = timezone.now()
        if not Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=now):
            raise Refused("Cette habilitation est déjà retirée.")
        record(
            "mandate.take_back", subject=mandate, by=by, role=role, reason=reason.strip(), at=now
        )


def kept_by(user: User) -> list[Organisation]:
    """The organisations whose mandates a person keeps, by name.

    Their own; for MILDECA's instructors and administrators, all the parties to a convention.
    """
    own = {
        link.organisation
        for link in user.standing_links
        if role_of_keeper(link.organisation, user) is not None
    }
    if user.has_role(Role.INSTRUCTOR, Role.ADMINISTRATOR):
        conventions = Convention.objects.all()
        own |= set(
            Organisation.objects.filter(
                Q(pk__in=conventions.values("application__holder"))
                | Q(
                    kind=OrganisationKind.PREFECTURE,
                    departement__in=conventions.values("application__departement"),
                )
                | Q(kind=OrganisationKind.MILDECA)
            )
        )
    return sorted(own, key=lambda organisation: (organisation.search_text, organisation.name))


def said(mandate: Mandate) -> dict[str, Any]:
    """A mandate as plain data: what a signature's evidence keeps of it."""
    return {
        "person": str(mandate.person),
        "kind": mandate.kind,
        "function": mandate.function,
        "basis": mandate.basis,
        "basis_on": mandate.basis_on.isoformat(),
        "starts_on": mandate.starts_on.isoformat(),
        "ends_on": mandate.ends_on.isoformat() if mandate.ends_on else None,
    }

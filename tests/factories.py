"""Plain functions that make the smallest valid object of each kind.

Everything has a default; a test gives only what it speaks of. Dossiers are opened through
`applications.drafting` and moved through `applications.workflow`, so that their journal exists.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Departement, Membership, Organisation, Region, User
from accounts.search import search_text
from applications.call_content import (
    ActorCategory,
    Axis,
    CallContent,
    Commitment,
    Contact,
    DocumentCategory,
    GovernanceBody,
    Objective,
)
from applications.models import Application, Call

PASSWORD = "un mot de passe assez long"
TOTP_SECRET = "A" * 32
PARIS = ZoneInfo("Europe/Paris")
_rank = count(1)


def make_departement(code: str = "59", name: str = "Nord", of_name: str = "du Nord") -> Departement:
    """A département in a region of its own; the same one when it already exists."""
    region, _ = Region.objects.get_or_create(
        code=f"R{code}"[:3], defaults={"name": f"Région {code}"}
    )
    departement, _ = Departement.objects.get_or_create(
        code=code, defaults={"name": name, "region": region, "of_name": of_name}
    )
    return departement


def make_organisation(kind: str, name: str, code: str, **fields: Any) -> Organisation:
    """An organisation of the register."""
    departement = fields.get("departement")
    if departement is not None:
        fields.setdefault("departement_codes", [departement.code])
    codes = [code, fields.get("siren", ""), *fields.get("postcodes", [])]
    fields.setdefault("search_text", search_text(name, *codes))
    return Organisation.objects.create(kind=kind, name=name, code=code, **fields)


def make_commune(
    name: str = "", *, departement: Departement | None = None, **fields: Any
) -> Organisation:
    """A commune, of the Nord unless told otherwise."""
    rank = next(_rank)
    departement = departement or make_departement()
    # A digit more than a real one: after hundreds of tests it would have met Loos (59360).
    fields.setdefault("code", f"{departement.code}{9_000 - rank:04}")
    fields.setdefault("siren", f"{219_000_000 + rank}")
    fields.setdefault("population", 20_000)
    fields.setdefault("postcodes", [f"{departement.code}000"[:5]])
    fields.setdefault("legal_form", "Commune")
    return make_organisation(
        OrganisationKind.COMMUNE, name or f"Commune {rank}", departement=departement, **fields
    )


def make_epci(
    name: str = "", *, departement: Departement | None = None, **fields: Any
) -> Organisation:
    """An EPCI, of the Nord unless told otherwise."""
    rank = next(_rank)
    siren = fields.setdefault("siren", f"{249_000_000 + rank}")
    fields.setdefault("code", siren)
    fields.setdefault("population", 60_000)
    fields.setdefault("legal_form", "Communauté d’agglomération")
    return make_organisation(
        OrganisationKind.EPCI,
        name or f"Communauté {rank}",
        departement=departement or make_departement(),
        **fields,
    )


def make_prefecture(departement: Departement) -> Organisation:
    """The prefecture of a département."""
    return make_organisation(
        OrganisationKind.PREFECTURE,
        f"Préfecture {departement.of_name}",
        departement.code,
        departement=departement,
    )


def make_user(email: str = "", *, verified: bool = True, **fields: Any) -> User:
    """A person whose address is verified and whose password is PASSWORD."""
    rank = next(_rank)
    fields.setdefault("first_name", (email.partition("@")[0] or f"personne{rank}").capitalize())
    fields.setdefault("last_name", "Essai")
    user = User.objects.create_user(email or f"personne{rank}@example.org", PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def make_membership(
    user: User,
    organisation: Organisation,
    role: str = Role.WRITER,
    status: str = MembershipStatus.VALIDATED,
    **fields: Any,
) -> Membership:
    """A person's role in an organisation, validated unless told otherwise.

    A role of the State comes with the second factor it owes.
    """
    if status != MembershipStatus.PENDING:
        fields.setdefault("decided_at", timezone.now())
    if role in Role.AGENT_ROLES:
        make_second_factor(user)
    user.__dict__.pop("links", None)
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, status=status, **fields
    )


def make_second_factor(user: User) -> Authenticator:
    """A one-time-code application enrolled by this person."""
    authenticator, _ = Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(TOTP_SECRET)}}
    )
    return authenticator


def make_call_content(**fields: Any) -> CallContent:
    """The four axes of the call and one entry of each vocabulary."""
    axes = ("Jeunes", "Parents et adultes", "Environnement", "Interdits protecteurs")
    defaults: dict[str, Any] = {
        "purpose": "Expérimenter une politique de prévention.",
        "context": "Contexte.",
        "funding_source": "Fonds de concours « Drogues »",
        "axes": [
            Axis(code=f"axe-{n}", number=n, title=title, short_title=title)
            for n, title in enumerate(axes, start=1)
        ],
        "objectives": [Objective(code="sante", title="Améliorer la santé des jeunes")],
        "actor_categories": [
            ActorCategory(code="education", title="Éducation nationale"),
            ActorCategory(code="police", title="Police municipale"),
        ],
        "governance_bodies": [GovernanceBody(code="clspd", title="CLSPD")],
        "document_categories": [DocumentCategory(code="rib", title="RIB", is_required=True)],
        "commitments": [Commitment(code="copil", text="Réunir un COPIL.", clause="C-4.4a")],
        "milestones": [],
        "examples": [],
        "contact": Contact(service="MILDECA", address="Paris"),
    }
    return CallContent(**(defaults | fields))


def make_call(content: CallContent | None = None, **fields: Any) -> Call:
    """A published call open for a month: 240 000 € at most, over two or three years."""
    rank = next(_rank)
    now = timezone.now()
    defaults: dict[str, Any] = {
        "slug": f"limits-{rank}",
        "title": f"LIMIT'S {rank}",
        "year": 2024,
        "is_published": True,
        "opens_at": now - timedelta(days=30),
        "closes_at": now + timedelta(days=30),
        "ceiling_amount": Decimal("240000.00"),
        "durations": [2, 3],
    }
    body = (content or make_call_content()).model_dump(mode="json")
    return Call.objects.create(content=body, **(defaults | fields))


def make_application(
    *, holder: Organisation | None = None, by: User | None = None, call: Call | None = None
) -> Application:
    """An empty draft, opened as a person does; without `by`, by a new writer of the holder."""
    from applications import drafting

    holder = holder or make_commune()
    if by is None:
        by = make_user()
        make_membership(by, holder, Role.WRITER)
    return drafting.open_application(
        call=call or make_call(), holder=holder, departement=holder.departement, by=by
    )


def paris(text: str) -> datetime:
    """An instant written in Paris time: `paris("2024-04-15 23:59:59")`."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)

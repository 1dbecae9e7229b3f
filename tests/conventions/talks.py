"""Conventions in discussion, on a laureate's dossier, with a short text of three articles."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, User
from applications.content import Dossier
from applications.enums import ApplicationStatus
from applications.models import Application, Call
from applications.snapshot import freeze
from conventions import terms
from conventions.enums import Party
from conventions.models import Act, Convention, Version
from conventions.state import state_of as built_now
from conventions.workflow import ACT
from reviews.enums import DecisionStatus, Outcome
from reviews.models import Award, Decision
from tests.applications.dossiers import valid_dossier
from tests.applications.filings import IN_TIME, make_ready
from tests.conventions.states import make_state, make_terms
from tests.factories import make_commune, make_membership, make_user

ARTICLES = [
    {
        "code": "objet",
        "title": "Objet",
        "body": "La convention fixe les engagements des parties.",
        "is_locked": False,
        "needs_legal_check": False,
        "clause": "C-4.2e",
    },
    {
        "code": "montant",
        "title": "Montant de la subvention",
        "body": "L’État contribue à hauteur de [[montant_total]].",
        "is_locked": True,
        "needs_legal_check": False,
        "clause": "C-4.2a",
    },
    {
        "code": "gouvernance",
        "title": "Gouvernance",
        "body": "Le comité de pilotage se réunit deux fois par an.",
        "is_locked": False,
        "needs_legal_check": False,
        "clause": "C-4.4a",
    },
]
VISAS = [
    {"body": "Vu le code général des collectivités territoriales ;", "needs_legal_check": False}
]


def state_of(amount: int = 90_000) -> dict[str, Any]:
    """The data of a version: this amount over three years."""
    years = [Decimal(amount) / 3] * 3
    return make_state(yearly=years).model_dump(mode="json")


def make_award(application: Application, amount: int = 90_000, **fields: Any) -> Award:
    """A published award of this dossier, which becomes a laureate."""
    Application.objects.filter(pk=application.pk).update(
        status=ApplicationStatus.SELECTED, requested_amount=200_000, submitted_at=timezone.now()
    )
    now = timezone.now()
    decision = Decision.objects.create(
        call=application.call,
        number=Decision.objects.filter(call=application.call).count() + 1,
        envelope_amount=Decimal(900_000),
    )
    award = Award.objects.create(
        decision=decision,
        application=application,
        outcome=Outcome.SELECTED,
        amount=Decimal(amount),
        yearly_amounts=fields.pop("yearly", [Decimal(amount) / 3] * 3),
        **fields,
    )
    Decision.objects.filter(pk=decision.pk).update(
        status=DecisionStatus.PUBLISHED, validated_at=now, published_at=now
    )
    return Award.objects.select_related("decision").get(pk=award.pk)


def make_draft(
    *,
    ines: User,
    holder: Organisation | None = None,
    call: Call | None = None,
    amount: int = 90_000,
    dossier: Dossier | None = None,
) -> Act:
    """A convention whose first version MILDECA has written, and nobody else sees."""
    holder = holder or make_commune()
    by = make_user()
    make_membership(by, holder, Role.WRITER)
    application = make_ready(holder=holder, by=by, call=call)
    freeze(
        application,
        dossier or valid_dossier(),
        findings=[],
        filed_at=IN_TIME,
        by=by,
        signatory_name=str(by),
        signatory_role="Maire",
    )
    award = make_award(application, amount)
    terms.write(application.call, make_terms())
    convention = Convention.objects.create(
        details={"deliberation_number": "2024-31", "deliberation_on": "2024-06-20"},
        application=Application.objects.get(pk=application.pk),
        award=award,
        reference=f"{application.reference}-C",
        agreed_amount=award.amount,
        yearly_amounts=award.yearly_amounts,
    )
    act = Act.objects.create(convention=convention)
    Version.objects.create(
        act=act,
        number=1,
        state=built_now(convention),
        visas=VISAS,
        articles=ARTICLES,
        party=Party.MILDECA,
        made_by=ines,
    )
    return act


def make_talk(*, ines: User, **fields: Any) -> Act:
    """A convention in discussion: the holder has the pen."""
    return ACT.perform(make_draft(ines=ines, **fields), "circulate", by=ines)


def fresh(act: Act) -> Act:
    """The act as it is now."""
    return Act.objects.select_related("convention__application").get(pk=act.pk)


def last(act: Act) -> Version:
    """Its last version."""
    return act.versions.latest("number")


def with_body(version: Version, code: str, body: str) -> list[dict[str, Any]]:
    """The articles of a version, one reworded."""
    return [a | {"body": body} if a["code"] == code else a for a in version.articles]


def talks_world(*, ines: User, flora: User, holder: Organisation) -> dict[str, Any]:
    """For the access matrix: a convention in discussion with a remark, another in drafting."""
    from conventions.remarks import remark

    act = make_talk(ines=ines, holder=holder)
    return {
        "talk": act,
        "drafted": make_draft(ines=ines, holder=holder),
        "convention_remark": remark(act, by=flora, seen=1, text="Bonjour"),
    }

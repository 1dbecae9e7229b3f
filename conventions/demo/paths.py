"""How far each convention of the demonstration went, by the portal's own verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Organisation, User
from conventions import document, mandates, terms
from conventions.agreed_amount import agree_amount
from conventions.agreement import agree
from conventions.detailing import save_details
from conventions.details import Details, Signatory
from conventions.ending import cancel, terminate
from conventions.enums import MandateKind, Party
from conventions.models import Act, Convention, Issue
from conventions.parties import organisation_of
from conventions.pen import hand_over
from conventions.remarks import answer, remark
from conventions.signing import issuing, portal
from conventions.signing.portal import Consent
from conventions.versions import propose_version, reworded
from conventions.workflow import ACT

REPORT = "suivi-bilans"


@dataclass(frozen=True)
class Scene:
    """A convention, and the people who act on it."""

    convention: Convention
    mayor: User
    chief: User
    ines: User
    martin: User
    prefecture: Organisation

    @property
    def act(self) -> Act:
        """Its text, as it is now."""
        return Act.objects.select_related("convention__application__call").get(
            convention=self.convention, number=0
        )

    @property
    def seen(self) -> int:
        """The number of the last version."""
        return self.act.last_version().number


def drafted(scene: Scene) -> None:
    """Opened: MILDECA alone sees it."""


def discussed(scene: Scene) -> None:
    """In discussion: a wording accepted, another proposed, a comment; the prefecture has the pen."""
    _detailed(scene)
    _circulated(scene)
    act, version = scene.act, scene.act.last_version()
    body = _body(scene, "engagements-prefecture")
    row = remark(
        act,
        by=scene.chief,
        seen=scene.seen,
        article="engagements-prefecture",
        text="La préfecture anime aussi le réseau des référents : ajoutons-le.",
        proposed_body=f"{body}\n\nLa préfecture réunit une fois par an les référents du département.",
    )
    agree(act, by=scene.mayor, seen=version.number, article="objet")
    answer(row, by=scene.mayor, accept=True, seen=scene.seen, words="C’est utile, merci.")
    remark(
        act,
        by=scene.mayor,
        seen=scene.seen,
        article=REPORT,
        text="Le bilan de la première année tombe pendant nos clôtures de comptes : un mois de plus ?",
        proposed_body=_body(scene, REPORT).replace("dans les trois mois", "dans les quatre mois"),
    )
    remark(
        act,
        by=scene.ines,
        seen=scene.seen,
        text="Merci de vérifier le numéro de la délibération dans les visas.",
    )
    agree(act, by=scene.mayor, seen=scene.seen, article="annexes")
    hand_over(act, to=Party.PREFECTURE, by=scene.mayor, note="Nous avons relu tous les articles.")


def agreed(scene: Scene) -> None:
    """All three agree, on less than was decided: MILDECA has only to freeze it."""
    _detailed(scene)
    _circulated(scene)
    agree_amount(
        scene.act,
        amount=Decimal(80_000),
        by=scene.ines,
        seen=scene.seen,
        reason="La commune prend en charge deux ateliers.",
    )
    propose_version(
        scene.act,
        articles=reworded(
            scene.act.last_version(),
            "avenant",
            body=_body(scene, "avenant") + "\n\nLe projet d’avenant est joint à la demande.",
        ),
        by=scene.mayor,
        summary="« Avenant » : le projet est joint à la demande",
    )
    hand_over(scene.act, to=Party.MILDECA, by=scene.mayor, note="Tout est bon pour nous.")
    _all_agree(scene)


def to_sign(scene: Scene) -> None:
    """Frozen, with everybody's mandate: the worker draws and seals it, the collectivité signs first."""
    _detailed(scene)
    _circulated(scene)
    _all_agree(scene)
    ACT.perform(
        scene.act,
        "freeze",
        by=scene.ines,
        seen=scene.seen,
        order=[str(p) for p in terms.of(scene.convention.application.call).signing_order],
    )
    _mandated(scene)


def in_force(scene: Scene) -> None:
    """Signed by the three, in the portal."""
    to_sign(scene)
    document.WORKSHOP.make_due()
    issuing.publish_due()
    for party, person in zip(Party, (scene.mayor, scene.chief, scene.martin), strict=True):
        issue = Issue.objects.select_related("act__convention__application__holder").get(
            act=scene.act, voided_at=None
        )
        organisation = organisation_of(issue.act.convention, party)
        mandate = mandates.of_person(person, organisation, mandates.today())
        assert mandate is not None
        consent = Consent(
            sha256=issue.revisions.latest("number").sha256,
            sentence=portal.consent_text(organisation, mandate),
            mandate=mandate.pk,
            second_factor="démonstration",
            proven_at=timezone.now().isoformat(),
            browser="démonstration",
        )
        portal.sign(issue, party=party, by=person, consent=consent)


def terminated(scene: Scene) -> None:
    """Signed, then terminated: part of the amount is free again."""
    in_force(scene)
    terminate(
        Convention.objects.get(pk=scene.convention.pk),
        by=scene.ines,
        reason="La commune a mis fin au projet après la première année.",
        kept=Decimal(28_000),
    )


def cancelled(scene: Scene) -> None:
    """Given up before its signature: the amount goes to the reserve list."""
    _detailed(scene)
    _circulated(scene)
    cancel(
        scene.convention, by=scene.ines, reason="La commune renonce au projet, par lettre du maire."
    )


PATHS: dict[str, Callable[[Scene], None]] = {
    "drafted": drafted,
    "discussed": discussed,
    "agreed": agreed,
    "to_sign": to_sign,
    "in_force": in_force,
    "terminated": terminated,
    "cancelled": cancelled,
}


def _detailed(scene: Scene) -> None:
    save_details(
        scene.convention,
        Details(
            deliberation_number="DEMO-17",
            deliberation_on=timezone.localdate() - timedelta(20),
            holder=Signatory(name=str(scene.mayor), function="maire"),
            prefecture=Signatory(name=str(scene.chief), function="directeur de cabinet"),
            mildeca=Signatory(name=str(scene.martin), function="président"),
        ),
        by=scene.ines,
    )


def _circulated(scene: Scene) -> None:
    ACT.perform(scene.act, "circulate", by=scene.ines)


def _all_agree(scene: Scene) -> None:
    for person in (scene.mayor, scene.chief, scene.ines):
        agree(scene.act, by=person, seen=scene.seen)


def _body(scene: Scene, code: str) -> str:
    articles = scene.act.last_version().articles
    return str(next(article["body"] for article in articles if article["code"] == code))


def _mandated(scene: Scene) -> None:
    """The three signatories' mandates, unless they are recorded."""
    holder = scene.convention.application.holder
    mildeca = next(link.organisation for link in scene.martin.links if link.role == "president")
    for person, organisation, function in (
        (scene.mayor, holder, "maire"),
        (scene.chief, scene.prefecture, "directeur de cabinet"),
        (scene.martin, mildeca, "président"),
    ):
        if mandates.of_person(person, organisation, mandates.today()) is None:
            mandates.record_mandate(
                organisation,
                person=person,
                by=scene.ines,
                kind=MandateKind.OFFICE,
                function=function,
                basis="Acte fictif, pour la démonstration",
                basis_on=date(2020, 7, 4),
                starts_on=mandates.today() - timedelta(days=365),
                ends_on=None,
            )

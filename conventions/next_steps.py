"""What a person may do next with a text: the one thing first, the others after it."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from conventions.desks import desk_of
from conventions.discussion import Discussion
from conventions.enums import ActStatus, ConventionStatus, Party
from conventions.models import Act
from conventions.permissions import as_instructor
from conventions.workflow import ACT

# States in which there is a document to read.
PAPER = (ActStatus.ISSUING, ActStatus.SIGNING, ActStatus.SIGNED)


@dataclass(frozen=True)
class NextStep:
    """A button: what it says, where it leads; the first one is the primary one."""

    label: str
    address: str


def next_steps(shown: Discussion, user: User) -> list[NextStep]:
    """The steps open to this person, what is expected of them first."""
    act = shown.act
    args = [act.convention.reference, act.number]
    labels = {row.name: row.label for row in ACT.open_to(act, user)}

    def to(name: str) -> NextStep:
        return NextStep(labels[name], reverse("conventions:act_step", args=[*args, name]))

    found = _on_paper(shown, args)
    if "circulate" in labels:
        found.append(to("circulate"))
    if "freeze" in labels and shown.is_ready:
        found.append(to("freeze"))
    if shown.is_open and shown.party is not None:
        pen = reverse("conventions:hand_over", args=args)
        if shown.has_pen:
            found.append(NextStep("Passer la plume", pen))
        elif shown.party == Party.MILDECA:
            found.append(NextStep("Reprendre la plume", pen))
    if not act.number and as_instructor(act, user):
        found += _of_mildeca(act)
    found.append(NextStep("Projet en PDF", reverse("conventions:draft", args=args)))
    if "recall" in labels:
        found.append(to("recall"))
    if "abandon" in labels and act.number and as_instructor(act, user):
        found.append(to("abandon"))
    return found


def _on_paper(shown: Discussion, args: list[object]) -> list[NextStep]:
    """The document once there is one, to sign when it is one's turn."""
    if shown.act.status not in PAPER:
        return []
    is_mine = shown.act.status == ActStatus.SIGNING and desk_of(shown.act) == shown.party
    label = "Lire et signer" if is_mine else "Document et signatures"
    return [NextStep(label, reverse("conventions:signing", args=args))]


def _is_amended(act: Act) -> bool:
    """Whether an amendment of its convention is in hand: there is one at a time."""
    settled = (ActStatus.SIGNED, ActStatus.ABANDONED)
    return Act.objects.filter(convention=act.convention_id).exclude(status__in=settled).exists()


def _of_mildeca(act: Act) -> list[NextStep]:
    """What MILDECA's instructor may do to the convention itself."""
    args = [act.convention.reference]
    found = []
    if act.status in (ActStatus.DRAFTING, ActStatus.NEGOTIATING):
        found.append(
            NextStep("Données de la convention", reverse("conventions:details", args=args))
        )
        found.append(NextStep("Montant convenu", reverse("conventions:agreed_amount", args=args)))
    if act.convention.status == ConventionStatus.IN_FORCE and not _is_amended(act):
        found.append(NextStep("Préparer un avenant", reverse("conventions:amend", args=args)))
    ends = {
        ConventionStatus.PREPARING: "Abandonner la convention",
        ConventionStatus.IN_FORCE: "Résilier",
    }
    label = ends.get(ConventionStatus(act.convention.status))
    if label:
        found.append(NextStep(label, reverse("conventions:end_convention", args=args)))
    return found

"""Where the signature of a text stands, for one person: who signed, who is next, what to do."""

from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import Organisation, User
from conventions import mandates
from conventions.enums import ActStatus, Party
from conventions.models import Act, Issue, Mandate, Revision, Signature
from conventions.parties import organisation_of
from conventions.permissions import SIGNING_ROLES, parties_of
from conventions.signing.guards import next_to_sign


@dataclass(frozen=True)
class Turn:
    """A party in the circuit."""

    party: Party
    organisation: Organisation
    signature: Signature | None
    is_next: bool
    is_ours: bool


@dataclass(frozen=True)
class Desk:
    """The circuit of an issue as a person sees it."""

    act: Act
    issue: Issue
    revision: Revision
    turns: list[Turn]
    # The party this person may sign for now, and under which mandate.
    party: Party | None
    mandate: Mandate | None
    # Whether the person signs in the portal, or only brings what others signed.
    is_signatory: bool

    @property
    def may_sign(self) -> bool:
        """Whether the person can sign in the portal at once."""
        return self.party is not None and self.is_signatory and self.mandate is not None

    @property
    def lacks_a_mandate(self) -> bool:
        """Whether a mandate is all that this signatory lacks."""
        return self.party is not None and self.is_signatory and self.mandate is None

    @property
    def is_of_a_party(self) -> bool:
        """Whether the person is one of a party's people, and not only its reader."""
        return any(turn.is_ours for turn in self.turns)

    @property
    def signed_count(self) -> int:
        """How many parties have signed."""
        return sum(turn.signature is not None for turn in self.turns)

    @property
    def is_open(self) -> bool:
        """Whether the document may still be signed."""
        return self.act.status == ActStatus.SIGNING and self.issue.voided_at is None


def desk_for(act: Act, user: User, number: int | None = None) -> Desk | None:
    """The desk of a person before a text; None before its first issue is sealed.

    `number` asks for an issue, even a voided one; by default the one that stands.
    """
    signed = Signature.objects.select_related("mandate", "recorded_by", "certified_by")
    issues = (
        act.issues.filter(revisions__number=0)
        .select_related("version")
        .prefetch_related(Prefetch("signatures", signed))
    )
    asked = issues.filter(number=number) if number else issues.filter(voided_at=None)
    issue = asked.order_by("-number").first()
    if issue is None:
        return None
    issue.act = act
    signatures = {row.party: row for row in issue.signatures.all()}
    held = parties_of(act.convention, user)
    is_open = act.status == ActStatus.SIGNING and issue.voided_at is None
    expected = next_to_sign(issue)
    party = expected if is_open and expected in held else None
    turns = [
        Turn(
            party=Party(name),
            organisation=organisation_of(act.convention, name),
            signature=signatures.get(name),
            is_next=is_open and name == expected,
            is_ours=name in held,
        )
        for name in issue.order
    ]
    own = next((turn.organisation for turn in turns if turn.party == party), None)
    return Desk(
        act=act,
        issue=issue,
        revision=issue.revisions.latest("number"),
        turns=turns,
        party=party,
        mandate=mandates.of_person(user, own, mandates.today()) if own else None,
        is_signatory=party is not None and held[party] in SIGNING_ROLES,
    )

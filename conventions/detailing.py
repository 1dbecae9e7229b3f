"""MILDECA completes what a convention is built from; the text takes it up as a new version (C-5f)."""

from django.db import transaction

from accounts.models import User
from applications.call_editing import Outdated, revision
from conventions.desks import Hand, take
from conventions.details import Details
from conventions.enums import Party
from conventions.models import Act, Convention, Version
from conventions.state import built, state_of, thawed
from conventions.versions import write
from workflow.engine import NotAllowed, Refused, record


def save_details(
    convention: Convention, wanted: Details, *, by: User, seen: str = ""
) -> Version | None:
    """Keep the details of a convention in preparation, and the version that takes them up.

    `seen` is the revision of the details that the page showed. None when nothing of the text
    depends on what changed. Raises NotAllowed for anyone but MILDECA, Refused once the text is
    frozen, Outdated when the details changed since they were read.
    """
    with transaction.atomic():
        hand = _mildeca_s(convention, by)
        fresh = Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
        if seen and seen != revision(fresh.details):
            raise Outdated
        before, after = fresh.details, wanted.model_dump(mode="json")
        if after != before:
            fresh.details = after
            fresh.save(update_fields=["details"])
            record(
                "convention.detailed",
                subject=fresh,
                by=by,
                role=hand.role,
                payload={"before": before, "after": after},
                is_locked=True,
            )
        return _taken_up(hand, fresh, by)


def is_behind(version: Version, convention: Convention) -> bool:
    """Whether the data of a convention changed since this version of its text.

    Typed again first: a field that the portal learnt since, with its default, is no change.
    """
    return version.act.number == 0 and thawed(version) != built(convention)


def _mildeca_s(convention: Convention, by: User) -> Hand:
    act = Act.objects.filter(convention=convention, number=0).first()
    if act is None:
        raise Refused("Cette convention n’a pas de texte.")
    hand = take(act, by)
    if hand.party != Party.MILDECA:
        raise NotAllowed("La MILDECA complète les données de la convention.")
    return hand


def _taken_up(hand: Hand, convention: Convention, by: User) -> Version | None:
    if not is_behind(hand.version, convention):
        return None
    return write(
        hand, by=by, state=state_of(convention), summary="Données de la convention mises à jour"
    )

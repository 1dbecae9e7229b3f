"""Where a person may open a dossier: the calls open now, their collectivités, what is left."""

from datetime import datetime

from django.db.models import Count, OuterRef
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import Organisation, User
from applications.enums import ApplicationStatus
from applications.models import Application, Call
from applications.models.call import CallQuerySet


def open_calls(now: datetime) -> CallQuerySet:
    """Published calls in which a dossier may be opened at this instant."""
    return Call.objects.published().filter(opens_at__lte=now, closes_at__gte=now)


def holders_of(user: User) -> list[Organisation]:
    """Collectivités for which this person may write."""
    return [
        link.organisation
        for link in user.links
        if link.role in Role.HOLDER_EDITORS and link.organisation.is_holder
    ]


def calls_with_room(user: User, now: datetime) -> CallQuerySet:
    """Calls open to one of their collectivités that has no dossier in it yet.

    A colleague's dossier counts, even one that a pending member does not see
    (UN_DOSSIER_PAR_PORTEUR).
    """
    places = {holder.pk for holder in holders_of(user)}
    if not places:
        return Call.objects.none()
    dossiers = Application.objects.filter(
        call=OuterRef("pk"), holder__in=places, status__in=ApplicationStatus.OPEN
    )
    # One dossier a holder and a call: the database says so.
    taken = dossiers.order_by().values("call").annotate(count=Count("pk")).values("count")
    return open_calls(now).alias(taken=Coalesce(taken, 0)).filter(taken__lt=len(places))

"""Which dossiers the committee opens to a person, and which a conflict of interest closes (ADR 0009)."""

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from applications.enums import ApplicationStatus
from reviews.enums import SittingStatus
from reviews.models import Assignment, Recusal, Seat, Sitting

# From the convocation on, the whole committee reads what the session will speak of.
BEFORE_THE_COMMITTEE = (SittingStatus.CONVENED, SittingStatus.OPEN)


def of_the_committee(user: User) -> Q | None:
    """Dossiers a member reads: those assigned, then all those of a session they are convened to.

    None opens before the member has signed the declaration of interests of that call.
    """
    if not user.has_role(Role.COMMITTEE):
        return None
    seats = Seat.objects.filter(person=user, left_at=None, declared_at__isnull=False)
    assigned = Assignment.objects.filter(seat__in=seats, ended_at=None)
    convened = Sitting.objects.filter(
        status__in=BEFORE_THE_COMMITTEE, call__in=seats.values("call")
    )
    return Q(pk__in=assigned.values("application")) | Q(
        status=ApplicationStatus.IN_COMMITTEE, call__in=convened.values("call")
    )


def of_the_recused(user: User) -> Q | None:
    """Dossiers in which the person is in conflict of interest: closed in every role of theirs."""
    return Q(pk__in=Recusal.objects.filter(person=user, lifted_at=None).values("application"))

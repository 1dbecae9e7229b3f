"""Writing a draft: opening a dossier, saving its sections and its actions.

Every save names the version it was typed over; a stale one raises `Conflict` with what stands
now, so that nothing is silently overwritten. Columns of `Application` that lists and
constraints need are kept in step here, and nowhere else.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Departement, Organisation, User
from applications import wording
from applications.budgeting import totals
from applications.content import (
    ActionContent,
    Budget,
    Commitments,
    Content,
    Identity,
    Partnership,
    Project,
    Team,
    Territory,
)
from applications.enums import SectionKey
from applications.models import Action, Application, Call, Section
from applications.models.application import VersionedContent
from applications.permissions import as_editor
from applications.scope import Scope, changed, scope_of
from workflow.engine import NotAllowed, Refused, record

# Sections stored as one typed document each; actions and attachments have rows of their own.
CONTENT_TYPES: dict[str, type[Content]] = {
    SectionKey.IDENTITY: Identity,
    SectionKey.TERRITORY: Territory,
    SectionKey.PROJECT: Project,
    SectionKey.PARTNERSHIP: Partnership,
    SectionKey.TEAM: Team,
    SectionKey.BUDGET: Budget,
    SectionKey.COMMITMENTS: Commitments,
}


class Conflict(Exception):
    """Somebody saved since the page was opened; `current` is the row as it stands now."""

    def __init__(self, current: VersionedContent) -> None:
        super().__init__(str(current))
        self.current = current


class AlreadyOpen(Refused):
    """The holder has a dossier for this call already; `existing` is that one."""

    def __init__(self, existing: Application | None) -> None:
        super().__init__("Votre collectivité a déjà un dossier pour cet appel à projets.")
        self.existing = existing


def open_application(
    *, call: Call, holder: Organisation, departement: Departement, by: User
) -> Application:
    """Create an empty dossier, its sections prefilled from the register.

    Raises AlreadyOpen (UN_DOSSIER_PAR_PORTEUR) when the holder has one that is not closed.
    """
    try:
        with transaction.atomic():
            application = Application.objects.create(
                call=call,
                holder=holder,
                departement=departement,
                reference=next_reference(call),
                created_by=by,
            )
            prefilled = Identity(
                departement=departement.code,
                city=holder.name if holder.kind == "commune" else "",
                postcode=holder.postcodes[0] if len(holder.postcodes) == 1 else "",
            )
            Section.objects.bulk_create(
                Section(
                    application=application,
                    key=key,
                    content=(prefilled if kind is Identity else kind()).model_dump(mode="json"),
                )
                for key, kind in CONTENT_TYPES.items()
            )
            role = as_editor(application, by)
            if role is None:
                raise NotAllowed("Vous n'êtes pas rattaché à cette collectivité.")
            record("application.create", subject=application, by=by, role=role, target="draft")
    except IntegrityError as error:
        if "application_one_open_per_holder" not in str(error):
            raise
        existing = Application.objects.filter(call=call, holder=holder).first()
        raise AlreadyOpen(existing) from error
    return application


def next_reference(call: Call) -> str:
    """Next public number of a call, « LIMITS-2024-0001 »; a gap is possible, a double is not."""
    with connection.cursor() as cursor:
        # Numbers of one call are given one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7211, call.pk])
    prefix = f"LIMITS-{call.year}-"
    last = Application.objects.filter(reference__startswith=prefix).aggregate(
        last=Max("reference")
    )["last"]
    number = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:04d}"


def editable(application: Application, by: User) -> Application:
    """Lock the dossier for writing and return it fresh.

    Raises NotAllowed (not this person) or Refused (not in this state).
    """
    return opened(application, by)[0]


def opened(application: Application, by: User) -> tuple[Application, Scope]:
    """Lock the dossier for writing; return it fresh, with what may be written of it.

    Raises as `editable` does.
    """
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if as_editor(fresh, by) is None:
        raise NotAllowed("Vous n'avez pas le droit de modifier ce dossier.")
    scope = scope_of(fresh)
    if scope.is_closed:
        raise Refused(
            f"Le dossier est à l'état « {wording.for_holder(fresh.status).label} » : il ne se modifie plus."
        )
    return fresh, scope


def within(scope: Scope, section: str, units: Iterable[str]) -> None:
    """Refuse to write a point that the request to complete does not name."""
    if not scope.is_whole and not all(scope.covers(section, unit) for unit in units):
        raise Refused(
            "Seuls les points demandés par la MILDECA se modifient : le reste du dossier est "
            "déposé et ne change plus."
        )


def save_section(section: Section, content: Content, *, version: int, by: User) -> Section:
    """Save a section typed over `version` and return it fresh.

    Raises Conflict when somebody saved since, NotAllowed or Refused as `editable` does.
    """
    with transaction.atomic():
        application, scope = opened(section.application, by)
        _only_what_is_asked(scope, section.key, section, content, version=version)
        saved = store(section, content, version=version, by=by)
        columns: dict[str, Any] = {"changed_at": saved.saved_at}
        # Of a dossier to complete, lists show what was filed until it is filed anew.
        if scope.is_whole:
            columns |= columns_of(content)
        Application.objects.filter(pk=application.pk).update(**columns)
    return saved


def columns_of(content: Content) -> dict[str, Any]:
    """What lists and constraints need of a section."""
    if isinstance(content, Project):
        return {"title": content.title}
    if isinstance(content, Identity) and content.departement:
        return {"departement_id": content.departement}
    if isinstance(content, Budget):
        sums = totals(content)
        return {"requested_amount": sums.requested_total, "total_cost": sums.total_cost}
    return {}


def _only_what_is_asked(
    scope: Scope, key: str, row: Any, content: Content, *, version: int, prefix: str = ""
) -> None:
    """Compare with what is stored; a stale version is left to `_save`, which shows both texts."""
    if scope.is_whole:
        return
    same = type(row).objects.filter(pk=row.pk, version=version)
    for before in same.values_list("content", flat=True):
        whole = type(content).model_validate(before).model_dump(mode="json")
        names = changed(whole, content.model_dump(mode="json"))
        within(scope, key, [prefix + name for name in names])


def save_action(action: Action, content: ActionContent, *, version: int, by: User) -> Action:
    """Save an action typed over `version` and return it fresh; raises as `save_section`."""
    with transaction.atomic():
        application, scope = opened(action.application, by)
        _only_what_is_asked(
            scope, SectionKey.ACTIONS, action, content, version=version, prefix=f"{action.pk}/"
        )
        saved = store(action, content, version=version, by=by)
        Application.objects.filter(pk=application.pk).update(changed_at=saved.saved_at)
    return saved


def store(row: Any, content: Content, *, version: int, by: User) -> Any:
    """Write a versioned document typed over `version`, whoever may; return it fresh.

    Raises Conflict when somebody saved it since, Refused when it is gone.
    """
    model = type(row)
    values = {
        "content": content.model_dump(mode="json"),
        "saved_at": timezone.now(),
        "saved_by": by,
    }
    if model.objects.filter(pk=row.pk, version=version).update(version=version + 1, **values):
        fresh = copy(row)
        for name, value in {**values, "version": version + 1}.items():
            setattr(fresh, name, value)
        return fresh
    current = (
        model.objects.select_related("saved_by")
        .filter(pk=row.pk, application_id=row.application_id)
        .first()
    )
    if current is None:
        raise Refused("Cette action vient d'être supprimée par un collègue.")
    raise Conflict(current)


def add_action(application: Application, content: ActionContent, *, by: User) -> Action:
    """Add an action at the end of the plan."""
    with transaction.atomic():
        fresh, scope = opened(application, by)
        within(scope, SectionKey.ACTIONS, [""])
        last = fresh.actions.aggregate(last=Max("position"))["last"] or 0
        action = fresh.actions.create(
            position=last + 1,
            content=content.model_dump(mode="json"),
            version=1,
            saved_at=timezone.now(),
            saved_by=by,
        )
        Application.objects.filter(pk=fresh.pk).update(changed_at=action.saved_at)
    return action


def remove_action(action: Action, *, by: User) -> None:
    """Remove an action from the plan; the journal keeps what it said."""
    with transaction.atomic():
        fresh, scope = opened(action.application, by)
        within(scope, SectionKey.ACTIONS, [""])
        current = fresh.actions.filter(pk=action.pk).first()
        if current is None:
            return
        record(
            "application.action_removed",
            subject=fresh,
            by=by,
            role=as_editor(fresh, by) or "",
            payload={"content": current.content, "position": current.position},
        )
        current.delete()
        Application.objects.filter(pk=fresh.pk).update(changed_at=timezone.now())


def move_action(action: Action, *, up: bool, by: User) -> None:
    """Exchange an action with its neighbour in its axis, above or below; at an end, nothing.

    The page shows the plan by axis: exchanged with another axis's action, it would not move there.
    """
    with transaction.atomic():
        fresh, scope = opened(action.application, by)
        within(scope, SectionKey.ACTIONS, [""])
        axis_of = dict(fresh.actions.order_by("position", "id").values_list("pk", "axis"))
        if action.pk not in axis_of:
            return
        block = [pk for pk, axis in axis_of.items() if axis == axis_of[action.pk]]
        beside = block.index(action.pk) + (-1 if up else 1)
        if not 0 <= beside < len(block):
            return
        order = list(axis_of)
        here, there = order.index(action.pk), order.index(block[beside])
        order[here], order[there] = order[there], order[here]
        moved = [Action(pk=pk, position=place) for place, pk in enumerate(order, start=1)]
        Action.objects.bulk_update(moved, ["position"])
        Application.objects.filter(pk=fresh.pk).update(changed_at=timezone.now())

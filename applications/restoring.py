"""Putting a dossier back as it was filed, when a request to complete it is closed unanswered."""

from datetime import datetime
from typing import Any

from accounts.models import User
from applications.content import PlanAction
from applications.dossier import read
from applications.enums import SectionKey
from applications.models import Action, Application, Document, Section, Snapshot
from applications.scope import FIELDS, changes
from applications.snapshot import thaw


def restore(
    application: Application, snapshot: Snapshot, *, by: User, at: datetime
) -> list[dict[str, object]]:
    """Write the filed content back; return what had been begun since, for the journal.

    To be called under the dossier's lock. Versions go up, so that a page still open is told.
    """
    filed, standing = thaw(snapshot), read(application, at=at)
    begun = [{"section": section, "unit": unit} for section, unit in changes(filed, standing)]
    if not begun:
        return []
    written = standing.as_json()
    touched = {str(entry["section"]) for entry in begun}
    stamp = {"saved_at": at, "saved_by": by}
    for row in Section.objects.filter(application=application, key__in=touched):
        row.content = getattr(filed, FIELDS[SectionKey(row.key)]).model_dump(mode="json")
        row.version += 1
        _save(row, stamp)
    _restore_actions(application, filed.actions, stamp)
    kept = [document.id for document in filed.documents]
    joined = Document.objects.filter(application=application)
    joined.filter(removed_at=None).exclude(pk__in=kept).update(removed_at=at)
    joined.filter(pk__in=kept).exclude(removed_at=None).update(removed_at=None)
    contents: dict[str, Any] = {"actions": written["actions"]}
    contents |= {str(key): written[name] for key, name in FIELDS.items()}
    return [{"section": key, "content": contents[key]} for key in contents if key in touched]


def _restore_actions(
    application: Application, plan: list[PlanAction], stamp: dict[str, Any]
) -> None:
    filed = {action.id: action for action in plan}
    rows = {row.pk: row for row in Action.objects.filter(application=application)}
    Action.objects.filter(pk__in=rows.keys() - filed.keys()).delete()
    for pk, action in filed.items():
        content = action.content.model_dump(mode="json")
        row = rows.get(pk) or Action(pk=pk, application=application)
        if row.content != content or row.position != action.position:
            row.content, row.position, row.version = content, action.position, row.version + 1
            _save(row, stamp)


def _save(row: Section | Action, stamp: dict[str, Any]) -> None:
    row.saved_at, row.saved_by = stamp["saved_at"], stamp["saved_by"]
    row.save()

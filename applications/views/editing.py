"""Editing one versioned document of a dossier: a section, an action, an opinion.

GET shows it (read-only when it may not be written). POST saves it over the version it was typed
on; or adds, removes or moves a line without saving; or, with `autosave`, saves what is valid and
answers JSON.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.access import acting
from applications.views.edited import Editing
from applications.views.saving import autosave, save
from applications.views.showing import show


def edit(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Show or save one document. Raises PermissionDenied for a reader's POST."""
    user = acting(request)
    if request.method != "POST":
        return show(request, editing)
    if not editing.may_write(user):
        raise PermissionDenied
    if request.POST.get("autosave"):
        return autosave(request, editing)
    sheet = editing.sheet(request.POST)
    command, _, target = request.POST.get("line", "").partition(" ")
    if command in {"add", "remove", "up", "down"} and sheet.change(command, target):
        return show(request, editing, sheet)
    if sheet.errors:
        return show(request, editing, sheet, status=422)
    return save(request, editing, sheet)

"""The administrator's screen of a call's scoring grid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import acting
from applications.call_editing import new_code, revision, save_share
from applications.views.calls import administrators_only, call_of, refusals
from limits_portal.forms import ErrorLine, sent
from limits_portal.lines import Lines
from reviews.forms.criteria import CriterionForm
from reviews.grid import MARKS, SHARE
from workflow.engine import Refused


@administrators_only
def criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the criteria: reword, weigh, add, remove, reorder."""
    call = call_of(slug)
    stored = SHARE.read(call)
    total = sum(entry["weight"] for entry in stored)
    codes = {entry["code"] for entry in stored}
    lines = Lines(
        "criteria",
        CriterionForm,
        noun="critère",
        stored=[(entry["code"], entry) for entry in stored],
        data=sent(request),
        limit=20,
    )
    errors: list[ErrorLine] = []
    seen = revision(stored)
    command = request.POST.get("command", "save") if request.method == "POST" else ""
    if command == "save":
        errors = lines.errors
        if not errors:
            taken, data = set(codes), []
            for row in lines.rows:
                entry = row.form.entry
                code = new_code(entry["title"], taken) if row.is_new else row.id
                taken.add(code)
                data.append({"code": code} | entry)
            try:
                shown = request.POST.get("seen", "")
                save_share(call, SHARE, data, seen=shown, by=acting(request))
            except Refused as refused:
                errors, seen = refusals(refused), revision(SHARE.read(call))
            else:
                messages.success(request, "Critères de sélection : c'est enregistré.")
                return redirect("applications:call_edit", slug)
    elif command:
        lines.change(command)
        seen = request.POST.get("seen", "")
    return render(
        request,
        "reviews/criteria.html",
        {
            "call": call,
            "lines_of": lines,
            "lines": errors,
            "is_rearranged": command not in ("", "save"),
            "seen": seen,
            "total": total,
            "total_marks": total * MARKS[-1],
        },
    )

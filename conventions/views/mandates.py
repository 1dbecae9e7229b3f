"""Who may sign for an organisation, on which days: recorded, dated, taken back (C-5g)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import Organisation, User
from applications import documents
from applications.models.document import ScanStatus
from conventions import mandates
from conventions.models import Mandate
from conventions.sign_forms import MandateForm, ReasonForm
from limits_portal.forms import sent, sent_with_files
from limits_portal.papers import kept
from workflow.attempts import Attempt


def _kept(user: User) -> list[Organisation]:
    """The organisations whose mandates this person keeps. Raises Http404 when there are none."""
    kept = mandates.kept_by(user)
    if not kept:
        raise Http404
    return kept


def _own(user: User, pk: int) -> Mandate:
    """A mandate of an organisation this person keeps. Raises Http404."""
    return get_object_or_404(
        Mandate.objects.filter(organisation__in=_kept(user)).select_related(
            "organisation", "person", "copy"
        ),
        pk=pk,
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The mandates, organisation by organisation, with what each covers today."""
    kept = _kept(acting(request))
    today = mandates.today()
    rows: dict[int, list[tuple[Mandate, bool]]] = {organisation.pk: [] for organisation in kept}
    for mandate in Mandate.objects.filter(organisation__in=kept).select_related("person", "copy"):
        rows[mandate.organisation_id].append((mandate, mandates.is_open(mandate, today)))
    groups = [(organisation, rows[organisation.pk]) for organisation in kept]
    return render(request, "conventions/mandates/list.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a mandate for somebody who holds the signing role."""
    user = acting(request)
    organisation = next((o for o in _kept(user) if o.pk == pk), None)
    if organisation is None:
        raise Http404
    people = mandates.may_be_given_to(organisation)
    form = MandateForm(*sent_with_files(request), people=people)
    attempt = Attempt(form)
    if attempt.done(lambda values: mandates.record_mandate(organisation, by=user, **values)):
        messages.success(request, f"L’habilitation de {form.cleaned_data['person']} est notée.")
        return redirect("conventions:mandates")
    context = {
        "organisation": organisation,
        "people": people,
        "form": form,
        "reasons": attempt.reasons,
    }
    return render(request, "conventions/mandates/add.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate today."""
    user = acting(request)
    mandate = _own(user, pk)
    form = ReasonForm(sent(request))
    attempt = Attempt(form)
    if attempt.done(lambda values: mandates.take_back(mandate, by=user, reason=values["reason"])):
        messages.success(request, f"L’habilitation de {mandate.person} est retirée.")
        return redirect("conventions:mandates")
    context = {"mandate": mandate, "form": form, "reasons": attempt.reasons}
    return render(request, "conventions/mandates/take_back.html", context, status=attempt.status)


@require_safe
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy of the act that gives a mandate, once the antivirus has seen it."""
    mandate = _own(acting(request), pk)
    joined = getattr(mandate, "copy", None)
    if joined is None or joined.scan_status in (ScanStatus.PENDING, ScanStatus.INFECTED):
        raise Http404
    content = documents.read(joined)
    if content is None:
        raise Http404
    return kept(content, joined.name, joined.content_type)

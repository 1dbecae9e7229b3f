"""Opening a dossier."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from accounts.models import Departement, User
from applications.drafting import AlreadyOpen, open_application
from applications.enums import SectionKey
from applications.forms.opening import CarriedAnswersForm, OpeningForm
from applications.models import Application
from applications.openings import holders_of, open_calls
from applications.reuse import reusable, start_from
from applications.simulation import start_with
from limits_portal.forms import sent
from workflow.engine import Refused

ASK_A_COLLEAGUE = (
    "Votre rattachement attend encore d'être validé : demandez à un collègue déjà validé de le "
    "faire, et vous y aurez accès."
)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Choose a call and a collectivité, and open the dossier; or go to the one already open."""
    user = acting(request)
    now = timezone.now()
    calls = list(open_calls(now))
    holders = holders_of(user)
    if not calls or not holders:
        context = {"has_call": bool(calls), "has_holder": bool(holders)}
        return render(request, "applications/cannot_create.html", context)
    form = OpeningForm(
        sent(request),
        calls=calls,
        holders=holders,
        departements=Departement.objects.in_bulk(
            {code for holder in holders for code in holder.departement_codes}
        ),
        sources=list(reusable(user, holders)),
        initial={"call": request.GET.get("appel", "")} if len(calls) > 1 else {},
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        source = values.pop("source")
        try:
            with transaction.atomic():
                application = open_application(**values, by=user)
                if source is not None:
                    application = start_from(application, source, by=user)
        except AlreadyOpen as refusal:
            if _is_visible(refusal.existing, user):
                messages.info(request, f"{refusal.reasons[0]} Le voici.")
                return _first_section(refusal.existing)
            form.add_error("holder", f"{refusal.reasons[0]} {ASK_A_COLLEAGUE}")
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            if source is None:
                start_with(application, CarriedAnswersForm(request.GET).answers(), by=user)
            return _first_section(application)
    status = 422 if form.is_bound else 200
    return render(request, "applications/create.html", {"form": form}, status=status)


def _is_visible(application: Application | None, user: User) -> bool:
    return (
        application is not None
        and Application.objects.visible_to(user).filter(pk=application.pk).exists()
    )


def _first_section(application: Application | None) -> HttpResponse:
    assert application is not None
    return redirect("applications:section", application.reference, SectionKey.IDENTITY.value)

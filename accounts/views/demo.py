"""The demonstration: entering as one of the demo people, in one click."""

from allauth.account.utils import get_next_redirect_url, perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.models import User


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in as a demo person; 404 outside demo mode and for anybody else."""
    person = request.POST.get("person", "")
    if not settings.DEMO or not (person.isascii() and person.isdigit() and len(person) < 19):
        raise Http404
    user = get_object_or_404(User, pk=int(person), is_demo=True, is_active=True)
    response: HttpResponse = perform_login(
        request,
        user,
        email_verification="none",
        redirect_url=get_next_redirect_url(request),
    )
    return response

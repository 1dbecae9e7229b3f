"""In demo mode no mail leaves: the page where they are read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from notifications.models import Email

PAGE_SIZE = 20


@login_not_required
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """Every mail that would have left, newest first; 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    mails = Email.objects.defer("html_body").order_by("-id")
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/demo_mails.html", {"page": page})


@login_not_required
@require_safe
def demo_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, as it would have been received; 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    mail = get_object_or_404(Email, pk=pk)
    return render(request, "notifications/demo_mail.html", {"mail": mail})


@login_not_required
@require_safe
def demo_mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of one mail alone, under the portal's own strict policy."""
    if not settings.DEMO:
        raise Http404
    return HttpResponse(get_object_or_404(Email.objects.exclude(html_body=""), pk=pk).html_body)

"""Error pages: what happened, what is kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a refused form: the session changed since the page was opened."""
    return render(request, "403_csrf.html", status=403)

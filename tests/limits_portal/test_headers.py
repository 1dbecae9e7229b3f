"""The headers of every answer (security.md, R14)."""

import re

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.urls import URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db


def check(response) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    "address",
    ["/", "/rien/", "/?q=%00", "/bureau/", "/compte/connexion/", "/static/css/portal.css"],
    ids=["page", "404", "400", "redirection", "login", "static"],
)
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)
    response.close()
    check(response)


def test_a_secure_site_redirects_with_the_headers_and_announces_itself(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = client.get("/")
    assert response.status_code == 301
    check(response)
    assert "max-age=31536000" in client.get("/", secure=True)["Strict-Transport-Security"]


def test_pages_of_a_person_logged_in_are_never_kept(client_of, alice):
    assert client_of(alice).get("/")["Cache-Control"] == "no-store"


def test_public_pages_may_be_kept(client):
    assert "no-store" not in client.get("/").get("Cache-Control", "")


def test_logging_out_clears_what_the_browser_kept(client_of, alice):
    response = client_of(alice).post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'


def addresses(patterns=None, prefix="/") -> list[str]:
    """Every address of the resolver, with arguments that name nothing."""
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + simplify_regex(str(entry.pattern)).lstrip("/")
        if isinstance(entry, URLResolver):
            found += addresses(entry.url_patterns, route)
        else:
            found.append(re.sub(r"<int:[^>]+>|<pk>", "999999", route))
    return [re.sub(r"<[^>]+>", "rien", address) for address in found]


@pytest.mark.parametrize("address", addresses())
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_answers_with_the_headers_and_no_fault(client_of, alice, address, method):
    response = getattr(client_of(alice), method)(address)
    assert response.status_code < 500
    check(response)

"""What a person sees when something is refused or fails."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.http import require_POST

from limits_portal import errors
from limits_portal.urls import urlpatterns as portal_urls


def fails(request):
    raise RuntimeError("a fault nobody foresaw")


def database_is_away(request):
    raise OperationalError("server closed the connection")


def forbids(request):
    raise PermissionDenied("Seul un représentant peut déposer le dossier.")


def reads_the_form(request):
    return errors.HttpResponse(request.POST.get("a", ""))


@require_POST
def receives(request):
    return errors.HttpResponse("reçu")


for view in (receives, fails, database_is_away, forbids, reads_the_form):
    view.login_required = False

urlpatterns = [
    *portal_urls,
    path("essai/envoi/", receives),
    path("essai/panne/", fails),
    path("essai/base/", database_is_away),
    path("essai/interdit/", forbids),
    path("essai/formulaire/", reads_the_form),
]
handler400 = "limits_portal.errors.bad_request"
handler403 = "limits_portal.errors.permission_denied"
handler404 = "limits_portal.errors.page_not_found"
handler500 = "limits_portal.errors.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_fault_gives_a_french_page_with_a_number_and_no_detail(visitor):
    response = visitor.get("/essai/panne/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Une erreur est survenue" in page
    assert "Tout ce qui était enregistré est conservé" in page
    assert re.search(r"numéro à nous communiquer&nbsp;: <strong>[0-9A-F]{8}</strong>", page)
    assert "RuntimeError" not in page and "nobody foresaw" not in page


def test_a_database_that_does_not_answer_is_an_unavailable_service(visitor):
    response = visitor.get("/essai/base/")
    assert response.status_code == 503
    assert response["Retry-After"] == "120"
    assert "momentanément indisponible" in response.content.decode()


def test_a_refusal_gives_the_reason_of_the_portal(visitor):
    response = visitor.get("/essai/interdit/")
    assert response.status_code == 403
    assert "Seul un représentant peut déposer le dossier." in response.content.decode()


def test_an_unknown_address_gives_the_whole_shell(visitor):
    response = visitor.get("/mentions-legales/rien/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Page introuvable" in page
    assert 'aria-label="Menu principal"' in page


def test_a_form_without_its_token_is_explained():
    visitor = Client(enforce_csrf_checks=True)
    response = visitor.post("/essai/formulaire/", {"a": "1"})
    assert response.status_code == 403
    assert "Ce formulaire n'est plus valable" in response.content.decode()


@pytest.mark.parametrize(
    "request_of",
    [
        lambda visitor: visitor.get("/?q=%00"),
        lambda visitor: visitor.get("/%00"),
        lambda visitor: visitor.get("/", HTTP_COOKIE='session="aaaaaaaa\\000"'),
        lambda visitor: visitor.get("/", CONTENT_TYPE="text/html; charset=utf-7"),
        lambda visitor: visitor.post(
            "/essai/formulaire/",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n+2AA-\r\n--b--\r\n',
            content_type="multipart/form-data; boundary=b; charset=utf-7",
        ),
        lambda visitor: visitor.get("/", HTTP_HOST="autre.example"),
    ],
    ids=["nul-query", "nul-path", "nul-cookie", "utf-7", "lone-surrogate", "foreign-host"],
)
def test_an_unreadable_request_is_a_400_in_french(visitor, request_of):
    response = request_of(visitor)
    assert response.status_code == 400
    assert "Demande illisible" in response.content.decode()


def test_too_many_fields_is_a_400_that_says_so(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    response = visitor.post("/essai/formulaire/", {f"f{n}": "1" for n in range(20)})
    assert response.status_code == 400
    assert "trop de champs" in response.content.decode()


def test_a_form_heavier_than_allowed_is_a_413(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = visitor.post("/essai/formulaire/", {"a": "x" * 500})
    assert response.status_code == 413
    assert "Envoi trop lourd" in response.content.decode()


@override_settings(REQUEST_MAX_SIZE=1000)
def test_a_request_announced_too_heavy_is_refused_before_it_is_read(visitor):
    response = visitor.post("/essai/formulaire/", {"a": "x" * 5000})
    assert response.status_code == 413


def test_a_page_that_failed_is_asked_again_but_a_form_never_and_no_other_site(visitor):
    assert 'href="/essai/base/?a=1"' in visitor.get("/essai/base/?a=1").content.decode()
    assert "Réessayer" not in visitor.post("/essai/panne/").content.decode()
    request = RequestFactory().get("/")
    request.path = "//evil.example/"
    assert "evil" not in errors.unavailable(request).content.decode()


def test_too_many_tries_is_a_429_with_a_delay():
    response = errors.too_many_requests(RequestFactory().get("/"))
    assert response.status_code == 429
    assert response["Retry-After"] == "120"
    assert "Trop de tentatives" in response.content.decode()


def test_an_error_page_that_cannot_be_drawn_still_answers(monkeypatch):
    monkeypatch.setattr(errors, "render_to_string", fails)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Une erreur est survenue" in response.content.decode()


def test_an_address_that_only_receives_forms_says_so(visitor):
    response = visitor.get("/essai/envoi/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "ne s'ouvre pas directement" in response.content.decode()

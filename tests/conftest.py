"""The harness: the people of every test, their organisations, and what is forbidden."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import AttemptCounter, Departement, Organisation, User
from tests.applications.clamd import clamd  # noqa: F401 – a fixture
from tests.factories import (
    make_commune,
    make_departement,
    make_epci,
    make_membership,
    make_organisation,
    make_prefecture,
    make_user,
)
from tests.strictness import only_this_machine

CHROMIUM = Path("/usr/bin/chromium")
BROWSER_TESTS = Path(__file__).resolve().parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests; skip them, aloud, where Chromium could not be installed."""
    has_chromium = CHROMIUM.exists()
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
            if not has_chromium:
                item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} manque : installez chromium"))


# A property is false or true, not slow: a busy machine must raise no false alarm.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test speaks to another machine."""
    only_this_machine(monkeypatch)


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Uploaded files of a test go to a folder of its own."""
    settings.PRIVATE_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.PRIVATE_ROOT, "base_url": None},
        }
    }
    return settings.PRIVATE_ROOT


@pytest.fixture(scope="session")
def signing_folder(tmp_path_factory):
    """The demonstration's certificates, made once for all: a key takes a while to find."""
    return tmp_path_factory.mktemp("cachets")


@pytest.fixture(autouse=True)
def certificates_for_show(settings, signing_folder):
    """The tests sign with the demonstration's certificates."""
    settings.SIGNING_ROOT = signing_folder


@pytest.fixture
def empty_cache(db) -> None:
    """Forget the attempts counted so far: rate limits live in the cache and in counters."""
    cache.clear()
    AttemptCounter.objects.all().delete()


@pytest.fixture(autouse=True)
def nothing_left_in_the_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """The cache is a table that a test with real transactions leaves full: flush ignores it."""
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"} & set(request.fixturenames)
    is_real = bool(names) or (marker is not None and marker.kwargs.get("transaction", False))
    if is_real:
        request.getfixturevalue("transactional_db")
    yield
    if is_real:
        cache.clear()


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A browser of this person, already logged in; of nobody when given None."""

    def open_browser(user: User | None) -> Client:
        browser = Client()
        if user is not None:
            browser.force_login(user)
        return browser

    return open_browser


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Close what a server's thread still holds when the tests are over: it bars the clean-up."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


# --- Organisations


@pytest.fixture
def departements(db) -> dict[str, Departement]:
    """The Nord (communes A and B) and the Gironde (commune C), by code."""
    return {
        "59": make_departement("59", "Nord", "du Nord"),
        "33": make_departement("33", "Gironde", "de la Gironde"),
    }


@pytest.fixture
def epci(departements) -> Organisation:
    """The EPCI of communes A and B."""
    return make_epci(
        "Métropole européenne de Lille",
        departement=departements["59"],
        siren="200093201",
        population=1_200_000,
        legal_form="Métropole",
    )


@pytest.fixture
def commune_a(departements, epci) -> Organisation:
    """Loos: the commune of alice and bob."""
    return make_commune(
        "Loos",
        departement=departements["59"],
        code="59360",
        siren="215903600",
        population=22_500,
        postcodes=["59120"],
        epci=epci,
    )


@pytest.fixture
def commune_b(departements, epci) -> Organisation:
    """Haubourdin: charlie's commune, in the same département."""
    return make_commune(
        "Haubourdin",
        departement=departements["59"],
        code="59286",
        siren="215902867",
        population=14_500,
        postcodes=["59320"],
        epci=epci,
    )


@pytest.fixture
def commune_c(departements) -> Organisation:
    """Lormont: dora's commune, elsewhere."""
    return make_commune(
        "Lormont",
        departement=departements["33"],
        code="33249",
        siren="213302490",
        population=24_000,
        postcodes=["33310"],
    )


@pytest.fixture
def prefecture_a(departements) -> Organisation:
    """The prefecture of communes A and B."""
    return make_prefecture(departements["59"])


@pytest.fixture
def prefecture_c(departements) -> Organisation:
    """The prefecture of commune C."""
    return make_prefecture(departements["33"])


@pytest.fixture
def mildeca(db) -> Organisation:
    """MILDECA itself."""
    return make_organisation(OrganisationKind.MILDECA, "MILDECA", "mildeca")


# --- People: always the same (design/architecture.md, Tests)


@pytest.fixture
def alice(commune_a) -> User:
    """Writer in commune A."""
    return person("alice", commune_a, Role.WRITER, job_title="Chargée de prévention")


@pytest.fixture
def bob(commune_a) -> User:
    """Mayor of commune A: represents it and files."""
    return person("bob", commune_a, Role.REPRESENTATIVE, job_title="Maire")


@pytest.fixture
def charlie(commune_b) -> User:
    """Writer in commune B, of the same département."""
    return person("charlie", commune_b, Role.WRITER)


@pytest.fixture
def dora(commune_c) -> User:
    """Writer in commune C, elsewhere."""
    return person("dora", commune_c, Role.WRITER)


@pytest.fixture
def edgar(commune_a) -> User:
    """Once a writer in commune A, since removed."""
    return person("edgar", commune_a, Role.WRITER, MembershipStatus.REMOVED)


@pytest.fixture
def flora(prefecture_a) -> User:
    """Agent of the prefecture of A."""
    return person("flora", prefecture_a, Role.PREFECTURE_AGENT)


@pytest.fixture
def flora_chief(prefecture_a) -> User:
    """Project chief of the prefecture of A: gives its opinion."""
    return person("flora_chief", prefecture_a, Role.PREFECTURE_CHIEF)


@pytest.fixture
def gaston(prefecture_c) -> User:
    """Agent of the prefecture of C."""
    return person("gaston", prefecture_c, Role.PREFECTURE_AGENT)


@pytest.fixture
def gaston_chief(prefecture_c) -> User:
    """Project chief of the prefecture of C."""
    return person("gaston_chief", prefecture_c, Role.PREFECTURE_CHIEF)


@pytest.fixture
def ines(mildeca) -> User:
    """Instructor at MILDECA."""
    return person("ines", mildeca, Role.INSTRUCTOR)


@pytest.fixture
def karim(mildeca) -> User:
    """Member of the committee."""
    return person("karim", mildeca, Role.COMMITTEE)


@pytest.fixture
def lea(mildeca) -> User:
    """Member of the committee, in conflict of interest with commune A."""
    return person("lea", mildeca, Role.COMMITTEE)


@pytest.fixture
def martin(mildeca) -> User:
    """MILDECA's president."""
    return person("martin", mildeca, Role.PRESIDENT)


@pytest.fixture
def nora(mildeca) -> User:
    """Administrator: configures, reads no dossier."""
    return person("nora", mildeca, Role.ADMINISTRATOR)


def person(
    name: str,
    organisation: Organisation,
    role: str,
    status: str = MembershipStatus.VALIDATED,
    **fields: str,
) -> User:
    """One of the people above, with a role in an organisation."""
    user = make_user(f"{name}@example.org", **fields)
    make_membership(user, organisation, role, status)
    return user

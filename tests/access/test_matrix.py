"""Every address × every person × GET and POST; an address without a row fails."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.rows import GROUPS, ROWS
from tests.access.world import ABSENT, FORBIDDEN, IN, LOGIN, NO_METHOD, PEOPLE, Row, World


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every named address of the portal."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"une adresse sans nom : {pattern.pattern}"
            yield space + pattern.name


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(names(get_resolver().url_patterns)) == set(ROWS)


def answer(response: HttpResponse) -> str:
    """What this answer says to the person."""
    if response.status_code in {301, 302} and response.url.startswith(reverse("account_login")):
        return LOGIN
    known = {404: ABSENT, 403: FORBIDDEN, 405: NO_METHOD}
    return known.get(response.status_code, IN if response.status_code < 500 else "broken")


def refusals(name: str, row: Row, world: World) -> Iterator[str]:
    """What is answered otherwise than the row says."""
    url = reverse(name, args=row.args(world.objects))
    for person in PEOPLE:
        for method in ("GET", "POST"):
            browser = Client(raise_request_exception=False)
            user = world.people[person]
            # Each answer is tried on the same world: what a POST changes is undone.
            with transaction.atomic():
                if user is not None:
                    browser.force_login(user)
                send = browser.get if method == "GET" else browser.post
                response = send(url, row.data(world.objects) if method == "POST" else None)
                got, wanted = answer(response), row.expected(method, person)
                transaction.set_rollback(True)
            if got not in wanted:
                yield (
                    f"{method} {url} {person}: {got} ({response.status_code}), "
                    f"attendu {' ou '.join(sorted(wanted))}"
                )


# The world is long to make: the addresses are tried a group at a time on the same one.
@pytest.mark.parametrize("group", sorted(GROUPS))
def test_who_is_served(group: str, world: World):
    wrong = [line for name, row in GROUPS[group].items() for line in refusals(name, row, world)]
    assert not wrong, "\n".join(wrong)


def test_the_matrix_runs_outside_the_demonstration():
    assert settings.DEMO is False

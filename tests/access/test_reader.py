"""A commune's reader before its convention: reads all of it, signs, brings and proves nothing."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.rows import ROWS
from tests.access.test_matrix import answer
from tests.access.world import IN, World

PUBLIC = {"verify", "sign_guide"}
READ = PUBLIC | {
    *("conventions", "conventions_export", "act", "compare_versions"),
    *("draft", "draft_progress", "draft_file"),
    *("signing", "page_picture", "signed_pdf", "sign", "sign_elsewhere"),
}
# The draft is asked for by a button; an empty remark, a signature are refused in words.
SENT = {"verify", "draft", "comment", "sign", "sign_elsewhere"}


def served(browser: Client, world: World, method: str) -> set[str]:
    """The addresses of the conventions that serve a person."""
    found = set()
    for name, row in ROWS.items():
        if not name.startswith("conventions:"):
            continue
        send = browser.get if method == "GET" else browser.post
        data = row.data(world.objects) if method == "POST" else None
        with transaction.atomic():
            if answer(send(reverse(name, args=row.args(world.objects)), data)) == IN:
                found.add(name.removeprefix("conventions:"))
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("method", "wanted"), [("GET", READ), ("POST", SENT)])
def test_a_reader_reads_the_convention_and_nothing_else(world, client_of, method, wanted):
    reader = world.objects["colleague"].user
    assert served(client_of(reader), world, method) == wanted


def test_a_reader_is_not_shown_what_is_not_served_to_them(world, client_of):
    issue = world.objects["issued"]
    address = reverse("conventions:signing", args=[issue.act.convention.reference, 0])
    page = client_of(world.objects["colleague"].user).get(address).content.decode()
    assert "Dossier de preuves" not in page and "Archive complète" not in page
    party = client_of(world.people["alice"]).get(address).content.decode()
    assert "Dossier de preuves" in party and "Archive complète" in party

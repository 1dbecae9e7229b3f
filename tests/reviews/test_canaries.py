"""A word planted in every secret field: who reads it, and nobody else, anywhere (A2, A3, A4).

Every address of the access matrix, then every link of its pages that is about this call: pages,
JSON, CSV, XLSX, PDF; then mails and notices. Each word must be found by those who read it: the test can fail.
"""

import re
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from notifications.dispatch import dispatch_due
from notifications.models import Email, Notice
from reviews import booklets, room, workbooks
from tests.access.rows import GROUPS
from tests.access.world import PEOPLE
from tests.reviews.canaries import (
    PROPOSED,
    Planted,
    forms_of,
    hold_the_session,
    plant,
    publish_the_decision,
)

pytestmark = pytest.mark.django_db

EVERYBODY = (*PEOPLE, "mona", "sam", "zoe")  # zoe: the committee's role, no seat in this one
# Words, and those who read them. Everybody else must find them nowhere.
INES = frozenset({"ines"})
TEAM = frozenset({"alice", "bob"})
PREFECTURE = frozenset({"flora", "flora_chief"})
DECIDERS = frozenset({"ines", "martin"})
AUDIT = INES | {"nora"}  # the audit log is the administrator's, reasons included
READERS = frozenset({"karim", "mona", "sam"})
BEFORE: dict[str, frozenset[str]] = {
    "check": INES,
    "note": INES,
    "remark": INES,
    "message": TEAM | INES,
    "filename": TEAM | INES,
    "admission": AUDIT,
    "opinion": PREFECTURE | DECIDERS | READERS,
    "capacity": PREFECTURE | DECIDERS | READERS,
    "renewal": frozenset({"nora"}),  # shown beside the new opinion, once it is given
    "draft opinion": PREFECTURE,
    "employer karim": AUDIT,
    "employer lea": AUDIT,
    "employer mona": AUDIT,
    "employer sam": AUDIT,
    "recusal": INES,
    # Blind until one's own is filed: mona has not filed, sam abstained.
    "mark": DECIDERS | {"karim"},
    "review": DECIDERS | {"karim"},
    "draft mark": frozenset({"mona"}),
    "draft review": frozenset({"mona"}),
    "abstention": DECIDERS | {"sam", "nora"},
    "clearance": AUDIT,
}
ROOM = DECIDERS | READERS
DURING = BEFORE | {
    "scenario": ROOM | {"lea"},
    "proposed": ROOM,
    "review": ROOM,  # the readings are closed: the room speaks of them
    "debate": ROOM,
    "decision": DECIDERS,
    "award": DECIDERS,
    "strength": INES,  # the president reads them in the letters
    "remedy": INES,
    "elsewhere": DECIDERS,
    "decided": DECIDERS,
}
TOLD = TEAM | PREFECTURE | DECIDERS
AFTER = DURING | dict.fromkeys(("award", "strength", "remedy", "decided"), TOLD)
AFTER |= {"renewal": PREFECTURE | {"nora"}}  # the draft is read, no longer written
# Where a dossier may be spoken of before its convention. Entrance and calls speak of none.
SPOKEN = ("pages", "dossiers", "committee", "decisions", "instruction", "opinions", "sessions",
          "people", "notifications")  # fmt: skip
# Everybody while all the secrets are there; before and after, those for whom something changes.
READING = ("bob", "flora", "ines", "karim", "lea", "martin", "mona", "nora", "sam", "zoe")
HEARING = ("nobody", "bob", "charlie", "flora", "gaston", "karim", "lea", "martin")
LEFT_OUT = re.compile(r"deconnexion|logout|/static/|tri=")
VARIANTS = {
    "reviews:sheet": [f"?volet={v}" for v in ("verification", "complement", "notes", "messages", "journal")],
    "reviews:reviews_export": ["?format=xlsx"],
    "applications:filed": ["?q=CANARI"],
}  # fmt: skip


@pytest.fixture
def planted(request, commune_a, commune_b, mildeca) -> Planted:
    people = {n: None if n == "nobody" else request.getfixturevalue(n) for n in PEOPLE}
    return plant(people | {"holder": commune_a}, mildeca=mildeca, neighbour=commune_b)


def addresses(planted: Planted) -> Iterator[str]:
    """Every address of the matrix, of this dossier."""
    rows = {name: row for group in SPOKEN for name, row in GROUPS[group].items()}
    for name, row in rows.items():
        try:
            place = reverse(name, args=row.args(planted.objects))
        except NoReverseMatch:
            continue
        yield from (place + more for more in ("", *VARIANTS.get(name, [])))
    yield from (reverse("reviews:board_export", args=[kind]) for kind in ("csv", "xlsx"))
    yield from (
        reverse("reviews:sitting_export", args=[planted.objects["sitting"].pk, kind])
        for kind in ("csv", "xlsx")
    )


def said(response: Any) -> str:
    """What an answer says, whatever its kind."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"%PDF"):
        command = ["pdftotext", "-raw", "-", "-"]
        body = subprocess.run(command, input=body, capture_output=True, check=True).stdout
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers} {body.decode('utf-8', 'replace')}"


def everything(browser: Client, planted: Planted) -> dict[str, str]:
    """What each address says to this person, and each link of its pages."""
    waiting, found = list(dict.fromkeys(addresses(planted))), {}
    links: set[str] = set()
    while waiting:
        place = waiting.pop()
        if place in found or LEFT_OUT.search(place):
            continue
        response = browser.get(place)
        # What a monitor reads says 503 while work waits: no worker runs here.
        assert response.status_code < 500 or place == reverse("notifications:health"), place
        found[place] = said(response)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            links |= set(re.findall(r'(?:href|src|hx-get)="(/[^"#]*)', found[place]))
        if not waiting:
            about = {link.replace("&amp;", "&") for link in links if planted.names(link)}
            waiting, links = [link for link in about if link not in found], set()
    return found


def draw_the_papers(planted: Planted, client_of: Callable[..., Client]) -> None:
    """The booklet of each member, the workbook of the readings: made by workers, kept as files."""
    slug = planted.application.call.slug
    for person in ("karim", "lea", "mona", "martin"):
        asked = client_of(planted.people[person]).post(reverse("reviews:booklet", args=[slug]))
        assert asked.status_code == 302
    for person in DECIDERS:
        place = reverse("reviews:workbook", args=["lectures", slug])
        assert client_of(planted.people[person]).post(place).status_code == 302
    assert booklets.WORKSHOP.make_due() == 4
    assert workbooks.WORKSHOP.make_due() == 2


def leaks(
    planted: Planted,
    told: dict[str, frozenset[str]],
    client_of: Callable[..., Client],
    people: Iterable[str] = EVERYBODY,
) -> dict[str, list[str]]:
    """Words found where they should not be, and words not found by those who read them."""
    assert set(told) == set(planted.words)
    wrong: dict[str, list[str]] = defaultdict(list)
    for person in people:
        heard = everything(client_of(planted.people[person]), planted)
        for name, forms in planted.words.items():
            where = [p for p, text in heard.items() if any(form in text for form in forms)]
            if where and person not in told[name]:
                wrong[f"{name} → {person}"] = where[:5]
            elif not where and person in told[name]:
                wrong[f"{name} → {person}"] = ["nowhere"]
    return dict(wrong)


def whispers(planted: Planted, told: dict[str, frozenset[str]]) -> list[tuple[str, str, str]]:
    """Words in a mail or a notice to somebody who does not read them."""
    while dispatch_due(seconds=60):
        pass
    names = {p.email: n for n, p in planted.people.items() if p is not None}
    heard = [
        (names.get(mail.to, mail.to), f"{mail.subject} {mail.text_body} {mail.html_body}")
        for mail in Email.objects.all()
    ]
    heard += [
        (names.get(n.recipient.email, n.recipient.email), f"{n.title} {n.body} {n.url}")
        for n in Notice.objects.select_related("recipient")
    ]
    assert heard
    return [
        (name, person, text[:200])
        for person, text in heard
        for name, forms in planted.words.items()
        if person not in told[name] and any(form in text for form in forms)
    ]


def test_before_the_session_nobody_finds_what_is_not_for_them__A2__A3__A4(planted, client_of):
    assert leaks(planted, BEFORE, client_of, READING) == {}
    assert whispers(planted, BEFORE) == []


def test_during_the_session_and_the_decision_neither__A2__A3__A4(planted, client_of):
    hold_the_session(planted)
    draw_the_papers(planted, client_of)
    assert leaks(planted, DURING, client_of) == {}
    assert whispers(planted, DURING) == []


def test_published_only_the_results_become_their_holder_s__A2__A3(planted, client_of):
    hold_the_session(planted)
    publish_the_decision(planted)
    assert leaks(planted, AFTER, client_of, HEARING) == {}
    assert whispers(planted, AFTER) == []


def test_no_search_finds_a_dossier_by_what_one_may_not_read__A2__A3(planted, client_of):
    hold_the_session(planted)
    for person in ("flora", "karim", "martin", "mona", "zoe", "lea"):
        browser = client_of(planted.people[person])
        for name in planted.words:
            if person not in DURING[name]:
                page = browser.get(reverse("applications:filed"), {"q": planted.words[name][0]})
                assert planted.application.reference not in said(page), (person, name)


def test_a_recused_member_reads_the_totals_of_the_others_only__A4(planted, client_of):
    hold_the_session(planted)
    sitting = planted.objects["sitting"]
    assert len(room.read(sitting, planted.people["karim"]).lines) == 2
    seen = room.read(sitting, planted.people["lea"])
    assert [line.pk for line in seen.lines] == [planted.objects["other"].pk]
    text = said(client_of(planted.people["lea"]).get(reverse("reviews:sitting", args=[sitting.pk])))
    assert not any(form in text for form in forms_of(PROPOSED))
    assert planted.application.holder.name not in text

"""A marker planted in each secret field is found nowhere it should not be (A2, A3)."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications import completion
from notifications.dispatch import dispatch_due
from notifications.models import Email, Notice
from reviews import instructing, thread
from tests.access.rows import ROWS
from tests.applications.filings import make_filed
from tests.factories import make_membership, make_user
from tests.reviews.instructions import a_pdf

pytestmark = pytest.mark.django_db

CANARIES = {
    "check": "CANARI-VERIFICATION",
    "note": "CANARI-NOTE",
    "anchored": "CANARI-ANCRE",
    "remark": "CANARI-BROUILLON",
    "message": "CANARI-MESSAGE",
    "file": "CANARI-FICHIER",
    "reason": "CANARI-MOTIF-INTERNE",
}
SECRETS = {"check", "note", "anchored", "remark", "reason"}
PEOPLE = (
    *("alice", "bob", "charlie", "dora", "edgar", "flora", "flora_chief", "gaston"),
    *("karim", "lea", "martin", "nora"),
)
THREAD_READERS = {"alice", "bob"}


@pytest.fixture
def planted(commune_a, bob, alice, ines):
    filed = make_filed(holder=commune_a, by=bob).application
    instructing.set_check(
        filed, clause="C-4.3c", verdict="problem", note=CANARIES["check"], version=0, by=ines
    )
    instructing.add_note(filed, text=CANARIES["note"], by=ines)
    instructing.add_note(
        filed, text=CANARIES["anchored"], section="objectifs", unit="title", label="T", by=ines
    )
    completion.add_remark(
        filed, section="objectifs", unit="title", label="T", text=CANARIES["remark"], by=ines
    )
    upload = a_pdf(f"{CANARIES['file']}.pdf")
    thread.send(filed, text=CANARIES["message"], by=alice, files=[upload])
    instructing.admit(filed, by=ines, reason=CANARIES["reason"])
    return filed


def addresses(filed):
    """Every address of the portal that takes nothing, this dossier, or a filing of it."""
    reference, slug = filed.reference, filed.call.slug
    for name in ROWS:
        for args in (
            *([], [reference], [reference, 1], ["csv"], ["xlsx"]),
            *([slug], ["dossiers", slug], ["lectures", slug]),
        ):
            try:
                yield reverse(name, args=args)
            except Exception:  # noqa: BLE001 – an address of another shape
                continue
    for panel in ("verification", "complement", "notes", "messages", "journal"):
        yield reverse("reviews:sheet", args=[reference]) + f"?volet={panel}"


def body(response) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_nor_export_leaks_what_is_not_for_its_reader__A2__A3(
    planted, person, request, client_of
):
    browser = client_of(request.getfixturevalue(person))
    allowed = {"message", "file"} if person in THREAD_READERS else set()
    if person == "nora":  # the audit log, reasons included, is the administrator's (product.md)
        allowed = {"reason"}
    leaks = []
    for address in set(addresses(planted)):
        if "logout" in address or "deconnexion" in address:
            continue
        shown = body(browser.get(address))
        leaks += [
            (address, name)
            for name, marker in CANARIES.items()
            if name not in allowed and marker.encode() in shown
        ]
    assert leaks == []


def test_the_instruction_reads_them_all(planted, ines, client_of):
    browser = client_of(ines)
    text = "".join(body(browser.get(a)).decode("utf-8", "replace") for a in set(addresses(planted)))
    assert {name for name, marker in CANARIES.items() if marker in text} >= set(CANARIES) - {
        "remark"
    }


def test_no_mail_nor_notice_tells_them(planted, flora, flora_chief, karim, martin, nora):
    reader = make_user()
    make_membership(reader, planted.holder, Role.READER)
    dispatch_due()
    told = [(m.text_body + m.html_body + m.subject) for m in Email.objects.all()]
    told += [notice.title + notice.body for notice in Notice.objects.all()]
    for name in SECRETS:
        assert not [text for text in told if CANARIES[name] in text], name

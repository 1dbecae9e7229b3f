"""Signed by hand: a pile of scans sorts itself, one declares, another certifies (product.md)."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MembershipStatus
from accounts.models import Membership
from conventions import mandates
from conventions.enums import ActStatus, Party, SignatureWay
from conventions.models import Act, Issue, PaperCopy, ScanPile, Signature
from conventions.signing import certifying, paper
from conventions.signing.evidence import file_of
from conventions.workflow import ACT
from tests.conventions import documents
from tests.conventions.issues import (
    addresses_of,
    brought,
    copy_of,
    make_act,
    make_issue,
    make_mandate,
    mandate_of,
    sign,
)
from tests.conventions.queries import queries_of
from workflow.engine import NotAllowed, Refused


def longer(issue, pages: int) -> Issue:
    """The same issue, as if its document had more pages."""
    Issue.objects.filter(pk=issue.pk).update(pages=pages)
    issue.refresh_from_db()
    return issue


@pytest.fixture
def line(signatories, commune_a) -> certifying.Line:
    """What one says of the mayor's signature: given today."""
    return Party.HOLDER, mandate_of(signatories["holder"], commune_a), mandates.today()


@pytest.fixture
def three_lines(signatories, commune_a, prefecture_a, mildeca) -> list[certifying.Line]:
    """The three signatures, of today."""
    organisations = (commune_a, prefecture_a, mildeca)
    return [
        (party, mandate_of(signatories[party], organisation), mandates.today())
        for party, organisation in zip(Party, organisations, strict=True)
    ]


def declared(issue, lines, *, by, brought_by=None) -> PaperCopy:
    """A copy brought by one and declared by another, or by the same."""
    copy = copy_of(issue, by=brought_by or by)
    certifying.declare(copy, lines, by=by)
    return copy


def test_a_pile_of_two_conventions_in_disorder_sorts_itself(
    issue, ines, charlie, commune_b, signatories
):
    other = longer(make_issue(make_act(ines=ines, alice=charlie, holder=commune_b), ines=ines), 2)
    longer(issue, 3)
    first, second = addresses_of(issue, 1, 2, 3), addresses_of(other, 1, 2)
    pile = brought([second[1], first[2], first[0], "", second[0], first[1]], by=ines)
    copies = {copy.issue: copy for copy in pile.copies.all()}
    assert copies[issue].sheets == [2, 5, 1]
    assert copies[other].sheets == [4, 0]
    assert all(copy.is_whole for copy in copies.values())
    assert [n for n, mark in enumerate(pile.marks) if not mark] == [3]


def test_missing_and_doubled_pages_are_named(issue, ines):
    longer(issue, 3)
    pile = brought(addresses_of(issue, 1, 1, 3), by=ines)
    copy = pile.copies.get()
    assert (copy.missing, copy.doubled, copy.is_whole) == ([2], [1], False)


def test_the_page_of_another_issue_is_not_mixed_in(issue, ines):
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    Act.objects.filter(pk=issue.act_id).update(status=ActStatus.ISSUING)
    second = make_issue(Act.objects.get(pk=issue.act_id), ines=ines)
    pile = brought(addresses_of(issue, 1) + addresses_of(second, 1), by=ines)
    assert {copy.issue_id for copy in pile.copies.all()} == {issue.pk, second.pk}


def test_a_pile_without_any_code_finds_nothing(ines):
    assert not brought(["", ""], by=ines).copies.exists()


def test_a_pile_too_heavy_to_read_is_to_be_brought_in_several_times(ines, client_of):
    with pikepdf.new() as many:
        for _ in range(101):
            many.add_blank_page()
        saved = BytesIO()
        many.save(saved)
    pile = paper.bring(SimpleUploadedFile("pile.pdf", saved.getvalue()), by=ines)
    paper.sort_due()
    page = client_of(ines).get(reverse("conventions:scan", args=[pile.pk])).content.decode()
    assert "déposez-la en plusieurs fois" in page


def test_a_pile_that_kills_its_workers_ends_by_failing(ines):
    pile = paper.bring(SimpleUploadedFile("pile.pdf", documents.scanned([""])), by=ines)
    ScanPile.objects.update(attempts=paper.MAX_ATTEMPTS)
    paper.sort_due()
    pile.refresh_from_db()
    assert pile.sorting == ScanPile.Sorting.FAILED


def test_the_scans_cost_the_same_for_one_and_three(issue, line, ines, lucie, client_of):
    browser, found = client_of(lucie), []
    for more in (1, 2):
        for _ in range(more):
            declared(issue, [line], by=ines)
            brought([""], by=lucie)
        found.append(queries_of(browser, "scans"))
    assert found[0] == found[1]


def test_a_pile_is_sorted_once(issue, ines):
    pile = brought(addresses_of(issue, 1), by=ines)
    paper.sort(pile)
    assert PaperCopy.objects.count() == 1


def test_a_certified_copy_is_a_handwritten_signature_scanned(issue, line, ines, lucie):
    copy = declared(issue, [line], by=ines)
    (signature,) = certifying.certify(copy, by=lucie)
    assert signature.get_way_display() == "Signature manuscrite, copie numérisée"
    assert (signature.signatory, signature.recorded_by, signature.certified_by) == (
        "Bob Essai",
        ines,
        lucie,
    )
    assert signature.revision is None
    assert "à" not in signature.when
    assert "L’original papier fait foi" in signature.evidence["original"]
    assert file_of(issue)["signatures"][0]["certified_by"] == "Lucie Essai"


def test_three_hand_signatures_on_one_paper_bring_the_convention_into_force(
    issue, three_lines, ines, lucie
):
    copy = declared(issue, three_lines, by=ines)
    certifying.certify(copy, by=lucie)
    assert Act.objects.get(pk=issue.act_id).status == ActStatus.SIGNED
    assert {s.way for s in Signature.objects.all()} == {SignatureWay.PAPER}


def test_paper_then_portal_then_paper_meet_on_one_issue(
    issue, line, signatories, ines, lucie, mildeca
):
    copy = declared(issue, [line], by=ines)
    certifying.certify(copy, by=lucie)
    sign(issue, Party.PREFECTURE, signatories["prefecture"])
    last_line = (Party.MILDECA, mandate_of(signatories["mildeca"], mildeca), mandates.today())
    last = declared(issue, [last_line], by=lucie)
    certifying.certify(last, by=ines)
    assert Act.objects.get(pk=issue.act_id).status == ActStatus.SIGNED


@pytest.mark.parametrize("who", ["ines", "lucie", "martin"], ids=["declared", "brought", "signed"])
def test_whoever_brought_declared_or_signed_a_copy_does_not_certify_it(
    issue, three_lines, ines, lucie, client_of, request, who
):
    copy = declared(issue, three_lines, brought_by=lucie, by=ines)
    browser = client_of(request.getfixturevalue(who))
    with pytest.raises(Refused, match="autre personne"):
        certifying.certify(copy, by=request.getfixturevalue(who))
    page = browser.get(reverse("conventions:paper_copy", args=[copy.pk]))
    assert "Certifier cette copie" not in page.content.decode()
    assert "À certifier" not in browser.get(reverse("conventions:scans")).content.decode()
    assert not Signature.objects.exists()


def test_what_waits_is_listed_to_those_who_may_certify_it(issue, line, alice, ines, flora, lucie):
    copy = declared(issue, [line], by=alice)
    assert [certifying.waiting_for(user) for user in (ines, lucie, alice, flora)] == [
        *([copy], [copy]),
        *([], []),
    ]
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    assert certifying.waiting_for(lucie) == []


def test_a_signatory_who_left_no_longer_counts(issue, line, ines, bob, lucie):
    copy = declared(issue, [line], by=ines)
    Membership.objects.filter(user=bob).update(status=MembershipStatus.REMOVED)
    assert dict(certifying.left_to_declare(copy, ines))[Party.HOLDER] == []
    with pytest.raises(Refused, match="ne fait plus partie des signataires"):
        certifying.certify(copy, by=lucie)


def test_a_holder_s_copy_is_certified_by_mildeca_alone(issue, line, alice, flora, lucie):
    copy = declared(issue, [line], by=alice)
    with pytest.raises(Refused, match="certifiée par la MILDECA"):
        certifying.certify(copy, by=flora)
    assert certifying.certify(copy, by=lucie)


def test_one_declares_for_ones_own_party_only(issue, line, flora, alice):
    copy = copy_of(issue, by=flora)
    with pytest.raises(NotAllowed):
        certifying.declare(copy, [line], by=flora)


def test_each_is_asked_only_of_those_they_declare_for(issue, signatories, bob, ines, commune_a):
    copy = copy_of(issue, by=ines)
    asked = {
        person: [party for party, _ in certifying.left_to_declare(copy, person)]
        for person in (bob, ines)
    }
    assert asked == {bob: [Party.HOLDER], ines: list(Party)}


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "à venir"), (-2, "ne peut pas avoir signé avant")],
)
def test_the_day_written_on_the_paper_is_a_possible_one(
    issue, signatories, ines, commune_a, days, said
):
    copy = copy_of(issue, by=ines)
    day = mandates.today() + timedelta(days=days)
    line = (Party.HOLDER, mandate_of(signatories["holder"], commune_a), day)
    with pytest.raises(Refused, match=said):
        certifying.declare(copy, [line], by=ines)


def test_nobody_signs_on_paper_before_the_party_that_signed_before_them(
    issue, signatories, ines, prefecture_a
):
    issued = timezone.now() - timedelta(days=3)
    Issue.objects.filter(pk=issue.pk).update(issued_at=issued)
    sign(issue, Party.HOLDER, signatories["holder"])
    copy = copy_of(Issue.objects.get(pk=issue.pk), by=ines)
    mandate = mandate_of(signatories["prefecture"], prefecture_a)
    for days in (2, 1):
        line = (Party.PREFECTURE, mandate, mandates.today() - timedelta(days=days))
        with pytest.raises(Refused, match="ne peut pas avoir signé avant"):
            certifying.declare(copy, [line], by=ines)
    certifying.declare(copy, [(Party.PREFECTURE, mandate, mandates.today())], by=ines)


def test_a_mandate_that_was_over_that_day_is_refused(issue, bob, ines, commune_a):
    today = mandates.today()
    over = make_mandate(
        bob, commune_a, by=bob, starts_on=today - timedelta(9), ends_on=today - timedelta(1)
    )
    with pytest.raises(Refused, match="ne couvre pas"):
        certifying.declare(copy_of(issue, by=ines), [(Party.HOLDER, over, today)], by=ines)


def test_an_incomplete_copy_cannot_be_declared(issue, line, ines):
    longer(issue, 2)
    with pytest.raises(Refused, match="Il manque des pages"):
        certifying.declare(copy_of(issue, by=ines), [line], by=ines)


def test_a_recalled_document_can_no_longer_be_certified__F14(issue, line, ines, lucie):
    copy = declared(issue, [line], by=ines)
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    with pytest.raises(Refused, match="Une nouvelle version"):
        certifying.certify(copy, by=lucie)


def test_only_a_pdf_is_a_pile(ines):
    from applications.documents import FileRefused

    with pytest.raises(FileRefused):
        paper.bring(SimpleUploadedFile("pile.pdf", b"Bonjour"), by=ines)
    assert not ScanPile.objects.exists()


def test_the_whole_way_through_the_pages(issue, signatories, client_of, ines, lucie, commune_a):
    browser, second = client_of(ines), client_of(lucie)
    upload = SimpleUploadedFile("pile.pdf", documents.scanned(addresses_of(issue, 1)))
    response = browser.post(reverse("conventions:scans"), {"file": upload})
    assert response.status_code == 302, response.content.decode()
    assert "Tri en cours" in browser.get(response.url).content.decode()
    paper.sort_due()
    assert "1 document reconnu" in browser.get(response.url).content.decode()
    copy = PaperCopy.objects.get()
    declare = reverse("conventions:paper_declare", args=[copy.pk])
    mandate = mandate_of(signatories["holder"], commune_a)
    missing_day = browser.post(declare, {"holder_mandate": mandate.pk})
    assert missing_day.status_code == 422
    assert "Indiquez la date écrite sur le papier" in missing_day.content.decode()
    today = mandates.today().isoformat()
    sent = {"holder_mandate": mandate.pk, "holder_signed_on": today}
    assert browser.post(declare, sent).status_code == 302
    certify = reverse("conventions:paper_certify", args=[copy.pk])
    assert browser.post(certify, {"go": "certify"}).status_code == 409
    assert "Loos" in second.get(reverse("conventions:scans")).content.decode()
    assert second.post(certify, {"go": "refuse", "reason": ""}).status_code == 422
    assert second.post(certify, {"go": "certify"}).status_code == 302
    signing = reverse("conventions:signing", args=[issue.act.convention.reference, 0])
    page = second.get(signing).content.decode()
    assert "Signature manuscrite, copie numérisée, certifiée par Lucie Essai" in page


def test_a_reason_that_came_too_late_is_not_lost(issue, line, client_of, ines, lucie):
    copy = declared(issue, [line], by=ines)
    ScanPile.objects.update(uploaded_by=lucie)
    certify = reverse("conventions:paper_certify", args=[copy.pk])
    PaperCopy.objects.filter(pk=copy.pk).update(certified_at=timezone.now())
    answer = client_of(ines).post(certify, {"go": "refuse", "reason": "La page 3 est floue."})
    assert answer.status_code == 409
    assert "La page 3 est floue." in answer.content.decode()


def test_a_copy_sent_back_says_why(issue, line, client_of, ines, lucie):
    copy = declared(issue, [line], by=ines)
    certifying.refuse(copy, by=lucie, reason="La page 3 est floue.")
    page = client_of(ines).get(reverse("conventions:paper_declare", args=[copy.pk]))
    assert "La page 3 est floue." in page.content.decode()
    certifying.declare(copy, [line], by=ines)
    assert certifying.certify(copy, by=lucie)

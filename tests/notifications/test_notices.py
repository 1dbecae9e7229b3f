"""Each notice: who gets it, who does not, what it says, in text and in HTML (product.md, Notifications)."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from accounts.models import Departement, Invitation
from accounts.workflow import MEMBERSHIP
from applications import extending, filing
from applications.call_editing import revision, save_terms, terms
from applications.deadlines import exact
from applications.workflow import LIFE
from notifications.management.commands import write_notices
from notifications.models import Email, Notice
from notifications.notices import RULES
from reviews import deciding
from reviews.models import Recusal
from reviews.workflow import DECISION
from tests.applications.filings import CLOSES_AT, IN_TIME, make_filed
from tests.factories import make_application, make_membership, make_user
from tests.notifications.dispatched import dispatch_all
from tests.reviews.decisions import award_of, change, make_examined, publish
from workflow.engine import record

EVERYBODY = (
    "alice", "bob", "charlie", "dora", "edgar", "flora", "flora_chief",
    "gaston", "ines", "karim", "lea", "martin", "nora",
)  # fmt: skip


@pytest.fixture
def people(request) -> dict:
    """Everybody who could be told."""
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def application(people, commune_a):
    """A dossier filed by Bob; what its filing says is left aside."""
    return make_filed(holder=commune_a, by=people["bob"]).application


def told(code: str, people: dict) -> set[str]:
    """Dispatch, and return the names of those who got this notice, in the portal and by mail alike."""
    Notice.objects.filter(code=code).delete()
    Email.objects.filter(code=code).delete()
    dispatch_all()
    names = {user.email: name for name, user in people.items()}
    in_portal = {names[n.recipient.email] for n in Notice.objects.filter(code=code)}
    rule = next(rule for rule in RULES if rule.code == code)
    if rule.is_mailed:
        by_mail = {names[mail.to] for mail in Email.objects.filter(code=code)}
        assert by_mail == in_portal
    return in_portal


def answers(code: str) -> set[str]:
    """Where an answer to this notice goes."""
    return set(Email.objects.filter(code=code).values_list("reply_to", flat=True))


def said(code: str) -> str:
    """The words of one mail, after checking that text and HTML say the same."""
    mail = Email.objects.filter(code=code).first()
    for body in (mail.text_body, mail.html_body):
        assert mail.subject not in ("", None)
        assert "Vous recevez ce courriel parce que" in body
        assert "/notifications/reglages/" in body
    words = [w for w in mail.text_body.replace("\n", " ").split(" ") if len(w) > 6 and w.isalpha()]
    assert [w for w in words if w not in mail.html_body] == []
    return mail.text_body


def test_a_filing_is_acknowledged_to_the_team__C_5b(application, people):
    assert told("application-filed", people) == {"alice", "bob"}
    text = said("application-filed")
    snapshot = application.snapshots.get()
    for fact in (snapshot.receipt_number, snapshot.sha256, "limits@example.org", "réputée rejetée"):
        assert fact in text
    assert Email.objects.filter(code="application-filed").first().reply_to == "limits@example.org"


def test_a_filing_is_known_to_those_who_follow_it_in_their_scope__A2(application, people):
    assert told("application-received", people) == {"flora", "flora_chief", "ines"}
    assert application.reference in said("application-received")


def test_taking_back_says_until_when_to_file_again(application, people):
    filing.take_back(application, by=people["bob"], received_at=IN_TIME)
    assert told("application-taken-back", people) == {"alice", "bob"}
    assert "déposé à nouveau avant la date limite\u00a0: 30\u00a0avril" in said(
        "application-taken-back"
    )


def test_a_withdrawal_says_why(application, people):
    filing.withdraw(application, by=people["bob"], reason="Projet reporté")
    assert told("application-withdrawn", people) == {"alice", "bob"}
    assert "Motif\u00a0: Projet reporté" in said("application-withdrawn")


def test_taking_back_stops_those_who_had_begun_to_work__A4(application, people):
    close(application, people["flora"])
    filing.take_back(application, by=people["bob"], received_at=IN_TIME)
    assert told("application-taken-back-from-state", people) == {"flora_chief", "ines"}
    assert "il reviendra alors dans vos listes" in said("application-taken-back-from-state")


def test_a_withdrawal_is_told_to_the_instruction_with_its_reason__A4(application, people, mildeca):
    closed_to = make_user("closed@example.org")
    make_membership(closed_to, mildeca, Role.INSTRUCTOR)
    close(application, closed_to)
    filing.withdraw(application, by=people["bob"], reason="Projet reporté")
    assert told("withdrawn-from-instruction", people | {"closed": closed_to}) == {"ines"}
    text = said("withdrawn-from-instruction")
    assert "Motif\u00a0: Projet reporté" in text
    assert f"{application.reference}/?volet=journal" in text
    assert answers("withdrawn-from-instruction") == {people["bob"].email}


def test_a_withdrawal_is_told_to_the_prefecture_whose_opinion_is_awaited_no_more__A2(
    application, people
):
    filing.withdraw(application, by=people["bob"], reason="Projet reporté")
    assert told("withdrawn-from-prefecture", people) == {"flora", "flora_chief"}
    text = said("withdrawn-from-prefecture")
    assert "n’est plus attendu" in text
    assert "Motif\u00a0: Projet reporté" in text
    assert f"/{application.reference}" not in text  # closed to them from now on


@pytest.mark.parametrize(
    "code",
    ["withdrawn-from-instruction", "withdrawn-from-prefecture", "withdrawn-from-reader"],
)
def test_a_draft_withdrawn_is_told_to_its_team_alone(people, commune_a, code):
    draft = make_application(holder=commune_a, by=people["bob"])
    filing.withdraw(draft, by=people["bob"], reason="Projet reporté")
    assert told(code, people) == set()


def close(application, person) -> None:
    """Declare a conflict of interest, which closes the dossier to the person."""
    Recusal.objects.create(
        application=application,
        person=person,
        ground="personal",
        origin="declared",
        declared_by=person,
    )


def test_an_infected_file_is_named(application, people):
    record("application.document_infected", subject=application, payload={"name": "rib.pdf"})
    assert told("document-infected", people) == {"alice", "bob"}
    assert "«\u00a0rib.pdf\u00a0»" in said("document-infected")


def test_an_extension_is_told_to_the_holder_it_names(application, people, commune_b):
    extending.grant(
        call=application.call,
        holder=commune_b,
        closes_at=application.call.closes_at + timedelta(days=3),
        reason="Panne du portail",
        by=people["nora"],
    )
    assert told("extension-granted", people) == {"charlie"}
    text = said("extension-granted")
    assert "3\u00a0mai 2024" in text
    assert "Panne du portail" in text


def test_a_new_deadline_is_told_to_those_who_write_a_draft__C_5a(application, people, commune_b):
    call = application.call
    make_application(call=call, holder=commune_b, by=people["charlie"])
    before = call.closes_at
    values = {**terms(call), "closes_at": before + timedelta(days=7)}
    save_terms(call, values, seen=revision(terms(call)), by=people["nora"])
    assert told("deadline-moved", people) == {"charlie"}
    text = said("deadline-moved")
    assert f"Nouvelle date limite\u00a0: {exact(before + timedelta(days=7))}" in text
    assert f"Au lieu du\u00a0: {exact(before)}" in text
    assert "outre-mer" not in text


def test_a_new_deadline_is_not_told_to_those_extended_past_it(application, people, commune_b):
    call = application.call
    make_application(call=call, holder=commune_b, by=people["charlie"])
    extending.grant(
        call=call,
        holder=commune_b,
        closes_at=call.closes_at + timedelta(days=7),
        reason="Panne du portail",
        by=people["nora"],
    )
    for days, names in ((3, set()), (10, {"charlie"}), (-1, {"charlie"})):
        call.refresh_from_db()
        values = {**terms(call), "closes_at": CLOSES_AT + timedelta(days=days)}
        save_terms(call, values, seen=revision(terms(call)), by=people["nora"])
        assert told("deadline-moved", people) == names


def test_a_new_deadline_is_said_in_both_times_overseas__C_4_1k(application, people, commune_b):
    call = application.call
    draft = make_application(call=call, holder=commune_b, by=people["charlie"])
    Departement.objects.filter(pk=draft.departement_id).update(time_zone="Indian/Reunion")
    values = {**terms(call), "closes_at": call.closes_at + timedelta(days=7)}
    save_terms(call, values, seen=revision(terms(call)), by=people["nora"])
    assert told("deadline-moved", people) == {"charlie"}
    assert "(heure locale, " in said("deadline-moved").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Amiens", "Le dossier %s d’Amiens est déposé."),
        ("Le Havre", "Le dossier %s du Havre est déposé."),
    ],
)
def test_a_collectivite_is_named_as_french_wants_it(people, commune_a, name, named):
    commune_a.name = name
    commune_a.save()
    application = make_filed(holder=commune_a, by=people["bob"]).application
    told("application-filed", people)
    assert named % application.reference in said("application-filed").replace("\u00a0", " ")


def test_another_change_of_the_call_is_told_to_nobody(application, people, commune_b):
    call = application.call
    make_application(call=call, holder=commune_b, by=people["charlie"])
    values = {**terms(call), "ceiling_amount": 100_000}
    save_terms(call, values, seen=revision(terms(call)), by=people["nora"])
    assert told("deadline-moved", people) == set()


def test_a_request_is_told_to_those_who_can_answer(people, commune_a):
    paul = make_user("paul@example.org")
    link = make_membership(paul, commune_a, Role.WRITER, MembershipStatus.PENDING)
    record("membership.requested", subject=link, by=paul)
    assert told("membership-requested", people | {"paul": paul}) == {"alice", "bob"}
    assert "paul@example.org" in said("membership-requested")
    assert answers("membership-requested") == {"paul@example.org"}

    record("membership.waiting_reminder", subject=link, payload={"days": 3})
    assert told("membership-waiting", people | {"paul": paul}) == {"alice", "bob"}
    assert "il y a 3 jours" in said("membership-waiting")

    MEMBERSHIP.perform(link, "validate", by=people["bob"])
    assert told("membership-decided", people | {"paul": paul}) == {"paul"}
    assert "a validé votre demande" in said("membership-decided")


def test_an_invitation_without_answer_is_told_to_its_author(people, commune_a):
    invitation = invitations.invite(
        organisation=commune_a, email="zoe@example.org", role=Role.READER, by=people["bob"]
    )
    record("invitation.waiting_reminder", subject=invitation)
    assert told("invitation-waiting", people) == {"bob"}
    assert "zoe@example.org" in Email.objects.get(code="invitation-waiting").subject
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    record("invitation.waiting_reminder", subject=invitation)
    assert told("invitation-waiting", people) == set()


def test_a_decision_goes_from_hand_to_hand_then_out_all_at_once__C_5e(people, commune_a):
    ines, martin, bob = people["ines"], people["martin"], people["bob"]
    application = make_examined(holder=commune_a, by=bob, instructor=ines)
    decision = deciding.prepare(application.call, by=ines, envelope=Decimal(300_000))
    change(award_of(decision, application), "selected", 50_000, by=ines)
    DECISION.perform(decision, "propose", by=ines)
    assert told("decision-to-validate", people) == {"martin"}
    assert answers("decision-to-validate") == {ines.email}
    DECISION.perform(decision, "send_back", by=martin, reason="Baissez un peu.")
    assert told("decision-sent-back", people) == {"ines"}
    assert "Baissez un peu." in said("decision-sent-back")
    assert told("result", people) == set()

    publish(decision, instructor=ines, president=martin)
    assert told("result", people) == {"alice", "bob"}
    assert "50\u00a0000\u00a0€" in said("result")
    assert told("decision-published", people) == set()  # told already, with the same tick


def test_results_are_known_to_the_prefectures_concerned_alone__A2(people, commune_a):
    ines, martin = people["ines"], people["martin"]
    application = make_examined(holder=commune_a, by=people["bob"], instructor=ines)
    decision = deciding.prepare(application.call, by=ines, envelope=Decimal(300_000))
    change(award_of(decision, application), "rejected", by=ines)
    publish(decision, instructor=ines, president=martin)
    assert told("decision-published", people) == {"flora", "flora_chief"}

    assert "ce qui l’aurait renforcé" in said("result")


def test_a_laureate_who_gives_up_is_told_to_the_instruction(people, commune_a):
    ines, martin, bob = people["ines"], people["martin"], people["bob"]
    application = make_examined(holder=commune_a, by=bob, instructor=ines)
    decision = deciding.prepare(application.call, by=ines, envelope=Decimal(300_000))
    change(award_of(decision, application), "selected", 50_000, by=ines)
    publish(decision, instructor=ines, president=martin)
    application.refresh_from_db()
    LIFE.perform(application, "give_up", by=bob, reason="Autre priorité")
    assert told("given-up-to-state", people) == {"ines"}
    assert "vous instruisez" in said("given-up-to-state")
    assert {m.to for m in Email.objects.filter(code="given-up")} == {
        people["alice"].email,
        bob.email,
    }
    assert "Autre priorité" in said("given-up")
    assert "vous instruisez" not in said("given-up")


def test_a_deadline_reminder_says_what_still_blocks(people, commune_a):
    from tests.factories import make_application

    draft = make_application(holder=commune_a, by=people["alice"])
    record("application.deadline_reminder", subject=draft, payload={"left": "Il reste 7 jours"})
    assert told("deadline-near", people) == {"alice", "bob"}
    text = said("deadline-near")
    assert Email.objects.filter(code="deadline-near").first().subject.startswith("Il reste 7 jours")
    assert text.count("\n- ") == 4  # three, and how many others
    assert "Ne plus recevoir ces courriels" in text


def test_a_reminder_told_late_spares_who_has_filed_since__F12(application, people):
    record("application.deadline_reminder", subject=application, payload={"left": "Dernier jour"})
    assert told("deadline-near", people) == set()


def test_a_draft_that_will_be_erased_is_announced(people, commune_a):
    from tests.factories import make_application

    draft = make_application(holder=commune_a, by=people["alice"])
    record("application.expiry_reminder", subject=draft, payload={"day": "30\u00a0avril 2025"})
    assert told("draft-expires", people) == {"alice", "bob"}
    assert "30\u00a0avril 2025" in said("draft-expires")


def test_no_mail_leads_anywhere_but_the_portal(application, people, settings):
    dispatch_all()
    for mail in Email.objects.all():
        for part in mail.html_body.split('href="')[1:]:
            assert part.startswith(settings.BASE_URL)


def test_markup_typed_in_a_name_stays_text__A12_A15(people, commune_a, bob):
    commune_a.name = "<b>Loos</b>\r\nBcc: x@example.org"
    commune_a.save()
    application = make_filed(holder=commune_a, by=bob).application
    filing.withdraw(application, by=bob, reason="<script>alert(1)</script>")
    dispatch_all()
    for mail in Email.objects.all():
        assert "\n" not in mail.subject
        assert "<script>" not in mail.html_body
        assert "<b>Loos" not in mail.html_body


def test_the_document_lists_every_notice():
    assert write_notices.PATH.read_text(encoding="utf-8") == write_notices.document()


def test_every_rule_is_unique_and_every_notice_is_tested():
    rows = [(rule.event, rule.code) for rule in RULES]
    assert len(rows) == len(set(rows))
    files = Path(__file__).parent.glob("test_*notices.py")
    own = "".join(file.read_text(encoding="utf-8") for file in files)
    others = {"membership-joined"}  # tests/notifications/test_membership_notices.py
    assert {rule.code for rule in RULES} - others == {
        rule.code for rule in RULES if f'"{rule.code}"' in own
    } - others

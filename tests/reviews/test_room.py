"""The room: scenarios, amounts, what each person sees of it, two operators at once (F6, A4)."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from applications.models import Application
from reviews import debating, room, scenarios
from reviews.models import Proposal
from reviews.moving import Stale
from reviews.sitting_life import SITTING
from tests.factories import make_user
from tests.reviews.sittings import (
    first_scenario,
    make_many,
    make_room,
    make_seat,
    make_session_call,
    open_session,
    recuse,
)
from workflow.engine import NotAllowed, Refused


@pytest.fixture
def session(db, ines, karim, lea):
    return make_room(ines, karim, lea, count=8)


@pytest.fixture
def sitting(session):
    return session[0]


@pytest.fixture
def made(session) -> list[Application]:
    return session[2]


@pytest.fixture
def scenario(sitting):
    return first_scenario(sitting)


def page(sitting) -> str:
    return reverse("reviews:sitting", args=[sitting.pk])


def amount_of(scenario, application) -> str:
    return reverse(
        "reviews:proposal", args=[scenario.sitting_id, scenario.pk, application.reference]
    )


def typed(amount: str, version: int = 0, outcome: str = "rejected", was: str = "rejected"):
    return {"amount": amount, "version": str(version), "outcome": outcome, "was": was}


LIVE = {"HTTP_X_LIVE": "1"}


# --- Filling, giving


def test_filling_follows_the_ranks_and_leaves_a_reserve(scenario, made, ines):
    assert scenarios.fill(scenario, Decimal(1), by=ines) == 5
    given = {p.application_id: p for p in scenario.proposals.all()}
    assert [given[a.pk].amount for a in made[:6]] == [100_000] * 5 + [0]
    assert [given[a.pk].reserve_rank for a in made[5:]] == [1, 2, 3]


def test_a_share_serves_more_dossiers(scenario, ines):
    assert scenarios.fill(scenario, Decimal("0.7"), by=ines) == 7


def test_an_amount_never_exceeds_what_was_asked__C_4_2a(scenario, made, ines):
    with pytest.raises(Refused, match="100\u00a0000"):
        scenarios.give(
            scenario, made[0], outcome="selected", amount=Decimal(100_001), version=0, by=ines
        )


def test_the_first_reserve_leaves_and_the_others_move_up(scenario, made, ines):
    for application in made[:3]:
        scenarios.give(
            scenario, application, outcome="reserve", amount=Decimal(0), version=0, by=ines
        )
    scenarios.give(scenario, made[0], outcome="rejected", amount=Decimal(0), version=1, by=ines)
    ranks = dict(scenario.proposals.values_list("application", "reserve_rank"))
    assert (ranks[made[1].pk], ranks[made[2].pk], ranks[made[0].pk]) == (1, 2, None)


def test_other_weights_make_another_order_and_leave_the_call_alone(sitting, scenario, ines):
    before = [x.pk for x in room.read(sitting, ines).lines]
    scenarios.rename(scenario, "Et si", {"adequation": 0, "methode": 1}, by=ines)
    after = [x.pk for x in room.read(sitting, ines).lines]
    assert before != after
    assert sorted(before) == sorted(after)


def test_a_scenario_is_put_aside_and_taken_back(sitting, scenario, ines):
    copy = scenarios.create(sitting, "Copie", copied_from=scenario, by=ines)
    scenarios.delete(copy, by=ines)
    assert [s.pk for s in room.read(sitting, ines).scenarios] == [scenario.pk]
    with pytest.raises(Refused, match="au moins un"):
        scenarios.delete(scenario, by=ines)
    scenarios.restore(copy, by=ines)
    assert len(room.read(sitting, ines).scenarios) == 2


# --- The page


def test_words_that_came_too_late_are_given_back(client_of, sitting, scenario, made, ines):
    browser = client_of(ines)
    place = reverse("reviews:sitting_step", args=[sitting.pk, "reopen"])
    late = browser.post(place, {"reason": "Un vote oublié."})
    assert late.status_code == 409 and "Un vote oublié." in late.content.decode()
    scenarios.propose(scenario, by=ines)
    SITTING.perform(sitting, "close", by=ines)
    place = reverse("reviews:deliberation", args=[sitting.pk, made[0].reference])
    late = browser.post(place, {"version": "0", "notes": "Le maire a répondu."})
    assert late.status_code == 409 and "Le maire a répondu." in late.content.decode()


def test_an_amount_is_typed_the_french_way_and_selects_the_dossier(
    client_of, scenario, made, ines, sitting
):
    answer = client_of(ines).post(amount_of(scenario, made[0]), typed("80 000,50"))
    assert answer.status_code == 302
    line = Proposal.objects.get()
    assert (line.outcome, line.amount) == ("selected", Decimal("80000.50"))
    assert "80\u00a0000,50" in client_of(ines).get(page(sitting)).content.decode()


@pytest.mark.parametrize("amount", ["beaucoup", "-5", "1e400", "\x00", "9" * 30])
def test_a_wrong_amount_is_said_and_kept(client_of, scenario, made, ines, amount):
    answer = client_of(ines).post(amount_of(scenario, made[0]), typed(amount))
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def selected_in(answer, application) -> str:
    """The outcome that the select of a dossier shows."""
    text = answer.content.decode()
    select = text.partition(f'form="f-{application.reference}"')[2].partition("</select>")[0]
    return re.search(r'value="(\w+)" selected', select)[1]


def test_what_the_second_to_save_had_chosen_is_kept_and_means_the_same__F6(
    client_of, scenario, made, ines
):
    place, browser = amount_of(scenario, made[0]), client_of(ines)
    browser.post(place, typed("80 000"))
    answer = browser.post(place, typed("", outcome="reserve"), **LIVE)
    assert answer.status_code == 409
    assert selected_in(answer, made[0]) == "reserve"
    # « Garder ma saisie » sends what is shown, over what somebody else wrote.
    browser.post(place, typed("", version=1, outcome="reserve", was="selected"), **LIVE)
    assert Proposal.objects.get().outcome == "reserve"
    # An amount typed under « Non retenu » meant to select the dossier: it still does.
    answer = browser.post(place, typed("70 000"), **LIVE)
    assert answer.status_code == 409
    assert selected_in(answer, made[0]) == "selected"


def test_what_is_chosen_beside_a_wrong_amount_is_kept(client_of, scenario, made, ines):
    answer = client_of(ines).post(
        amount_of(scenario, made[0]), typed("beaucoup", outcome="reserve"), **LIVE
    )
    assert answer.status_code == 422
    assert selected_in(answer, made[0]) == "reserve"


def test_the_second_to_save_is_shown_both_amounts__F6(client_of, scenario, made, ines):
    place = amount_of(scenario, made[0])
    browser = client_of(ines)
    browser.post(place, typed("80 000"))
    answer = browser.post(place, typed("70 000"), **LIVE)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "80\u00a0000\u00a0€" in text
    assert "70 000" in text
    assert Proposal.objects.get().amount == 80_000
    # « Garder ma saisie » sends it again, over what was read this time.
    again = browser.post(place, typed("70 000", 1, "selected", "selected"), **LIVE)
    assert again.status_code == 200
    assert Proposal.objects.get().amount == 70_000


def test_a_page_up_to_date_costs_almost_nothing(
    client_of, sitting, scenario, made, ines, django_assert_max_num_queries
):
    # Four of the five say who asks.
    sitting.refresh_from_db()
    browser = client_of(ines)
    place = reverse("reviews:sitting_changes", args=[sitting.pk])
    with django_assert_max_num_queries(5):
        answer = browser.get(place, {"revision": sitting.revision}, **LIVE)
    assert (answer.status_code, answer.content) == (204, b"")
    browser.post(amount_of(scenario, made[0]), typed("80 000"))
    assert browser.get(place, {"revision": sitting.revision}, **LIVE).status_code == 200


def test_members_look_on_and_change_nothing(client_of, sitting, scenario, made, karim):
    browser = client_of(karim)
    text = browser.get(page(sitting)).content.decode()
    assert made[0].holder.name in text
    assert 'name="amount"' not in text
    assert browser.post(amount_of(scenario, made[0]), typed("1")).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_room_costs_the_same_whatever_the_number_of_dossiers(
    client_of, ines, karim, lea, count, django_assert_num_queries
):
    sitting, _, _ = make_room(ines, karim, lea, count=count)
    scenarios.fill(first_scenario(sitting), Decimal(1), by=ines)
    browser = client_of(ines)
    browser.get(page(sitting))
    with django_assert_num_queries(8):
        browser.get(page(sitting))


# --- Conflicts of interest (A4)


def everything(browser, sitting, application) -> dict[str, str]:
    """Every page of the session that this person may open, by address."""
    names = ("sitting", "sitting_changes", "scenario_compare", "minutes")
    places = [reverse(f"reviews:{name}", args=[sitting.pk]) for name in names]
    places.append(reverse("reviews:sitting_export", args=[sitting.pk, "csv"]))
    shown = {place: browser.get(place).getvalue().decode() for place in places}
    book = reverse("reviews:sitting_export", args=[sitting.pk, "xlsx"])
    content = b"".join(browser.get(book).streaming_content)
    cells = openpyxl.load_workbook(BytesIO(content)).active.values
    return shown | {book: str(list(cells))}


def test_a_recused_member_finds_nothing_of_the_dossier__C_5d_A4(
    client_of, sitting, scenario, made, ines, karim, lea
):
    scenarios.fill(scenario, Decimal(1), by=ines)
    marker = Decimal("87654.32")
    scenarios.give(scenario, made[2], outcome="selected", amount=marker, version=1, by=ines)
    recuse(made[2], lea)
    shown = everything(client_of(lea), sitting, made[2])
    for place, text in shown.items():
        for secret in (made[2].reference, made[2].holder.name, "87\u00a0654", "487\u00a0654"):
            assert secret not in text, place
    lines = room.read(sitting, lea)
    assert [line.rank for line in lines.lines] == [1, 2, 3, 4, 5, 6, 7]
    assert (lines.envelope.left, lines.envelope.proposed) == (None, Decimal(400_000))
    drawer = reverse("reviews:deliberation", args=[sitting.pk, made[2].reference])
    assert client_of(lea).get(drawer).status_code == 404
    assert client_of(karim).get(drawer).status_code == 200


def test_a_recused_operator_neither_fills_nor_proposes__A4(sitting, scenario, made, ines):
    recuse(made[0], ines)
    for act in (
        lambda: scenarios.fill(scenario, Decimal(1), by=ines),
        lambda: scenarios.propose(scenario, by=ines),
        lambda: scenarios.create(sitting, "Copie", copied_from=scenario, by=ines),
    ):
        with pytest.raises(NotAllowed, match="déporté"):
            act()


def test_the_projected_view_hides_what_somebody_in_the_room_may_not_see__A4(
    client_of, sitting, scenario, made, ines, lea
):
    scenarios.fill(scenario, Decimal(1), by=ines)
    recuse(made[0], lea)
    debating.speak_of(sitting.deliberations.get(application=made[0]), by=ines)
    place = reverse("reviews:projection", args=[sitting.pk])
    text = client_of(ines).get(place).content.decode()
    assert made[0].holder.name not in text
    assert f"{lea} s’est déporté" in text
    debating.speak_of(sitting.deliberations.get(application=made[1]), by=ines)
    text = client_of(ines).get(place).content.decode()
    assert made[1].holder.name in text
    assert made[0].holder.name not in text
    assert "sommes ne sont pas projetées" in text


# --- Debate


def note(line, ines, version=0, **said):
    defaults = {"notes": "", "marks": {}, "votes": {}, "is_discussed": False}
    return debating.note(line, version=version, by=ines, **(defaults | said))


def test_a_recused_or_absent_member_neither_votes_nor_marks(sitting, session, made, ines, lea):
    seats = session[1]
    recuse(made[0], lea)
    line = sitting.deliberations.get(application=made[0])
    with pytest.raises(Refused, match="vote"):
        note(line, ines, votes={seats[1].pk: "for"})
    with pytest.raises(Refused, match="seconde note"):
        note(line, ines, marks={seats[1].pk: 50})
    assert note(line, ines, votes={seats[0].pk: "for"}, marks={seats[0].pk: 60}).version == 1


def test_two_notes_on_one_dossier_never_overwrite_each_other__F6(sitting, made, ines):
    line = sitting.deliberations.get(application=made[0])
    note(line, ines, notes="Le premier.")
    with pytest.raises(Stale):
        note(line, ines, notes="Le second.")
    line.refresh_from_db()
    assert line.notes == "Le premier."


def test_without_its_quorum_a_dossier_is_not_voted(ines, karim, lea):
    call = make_session_call()
    people = [karim, lea, make_user(), make_user()]
    seats = [make_seat(call, p, is_chair=p is karim) for p in people]
    made = make_many(call, ines, 1, seats)
    sitting = open_session(call, seats[:2], by=ines)
    recuse(made[0], lea)
    with pytest.raises(Refused, match="quorum"):
        note(sitting.deliberations.get(), ines, votes={seats[0].pk: "for"})


def test_a_vote_by_mandate_is_heard_from_its_bearer(client_of, sitting, session, made, ines):
    seats = session[1]
    place = reverse("reviews:deliberation", args=[sitting.pk, made[0].reference])
    data = {"notes": "Dit", "version": "0", f"vote_{seats[0].pk}": "for"}
    assert client_of(ines).post(place, data).status_code == 302
    said = client_of(ines).post(place, data, **LIVE)
    assert said.status_code == 409
    assert "collègue" in said.content.decode()


def test_the_recused_copy_no_scenario_and_read_why__A4(scenario, sitting, made, client_of, ines):
    recuse(made[0], ines)
    address = reverse("reviews:scenario_new", args=[sitting.pk])

    answer = client_of(ines).post(address, {"name": "Variante", "copied_from": scenario.pk})

    assert answer.status_code == 403
    assert "un collègue peut faire cette opération" in answer.content.decode()
    assert list(sitting.scenarios.all()) == [scenario]

"""Roles of the State given by an administrator, accounts closed, the audit log."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import roles
from accounts.enums import Role
from accounts.models import User
from tests.accounts.browser import is_in, log_in
from tests.factories import make_membership, make_user
from workflow.engine import NotAllowed, Refused
from workflow.journal import verify
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(db) -> User:
    """Somebody who signed up and holds nothing."""
    return make_user("zoe@example.org", first_name="Zoé")


def live_roles(user: User) -> set[str]:
    """Roles the person holds now."""
    return User.objects.get(pk=user.pk).roles()


def test_a_role_given_counts_at_the_next_request_and_is_journaled(
    nora, zoe, mildeca, client_of, settings
):
    settings.REQUIRE_AGENT_SECOND_FACTOR = False
    browser = client_of(zoe)
    assert browser.get("/administration/personnes/").status_code == 404
    link = roles.grant(zoe, role=Role.ADMINISTRATOR, by=nora)
    assert (link.organisation, link.decided_by) == (mildeca, nora)
    assert browser.get("/administration/personnes/").status_code == 200
    names = [(e.name, e.acting_role) for e in Event.objects.about(link)]
    assert names == [
        ("membership.validate", "administrator"),
        ("membership.granted", "administrator"),
    ]

    roles.take_back(link, by=nora, reason="Mutation")
    assert browser.get("/administration/personnes/").status_code == 404
    assert Event.objects.about(link).first().reason == "Mutation"


def test_a_prefecture_s_role_covers_one_departement__C_1_1a(nora, zoe, prefecture_a, prefecture_c):
    with pytest.raises(Refused, match="département"):
        roles.grant(zoe, role=Role.PREFECTURE_AGENT, by=nora)
    link = roles.grant(
        zoe, role=Role.PREFECTURE_AGENT, departement=prefecture_a.departement, by=nora
    )
    assert link.organisation == prefecture_a
    with pytest.raises(Refused, match="déjà agent"):
        roles.grant(zoe, role=Role.PREFECTURE_CHIEF, departement=prefecture_c.departement, by=nora)
    roles.grant(zoe, role=Role.PREFECTURE_CHIEF, departement=prefecture_a.departement, by=nora)
    assert live_roles(zoe) == {Role.PREFECTURE_AGENT, Role.PREFECTURE_CHIEF}


def test_a_role_is_given_once(nora, zoe, mildeca):
    roles.grant(zoe, role=Role.COMMITTEE, by=nora)
    with pytest.raises(Refused, match="déjà ce rôle"):
        roles.grant(zoe, role=Role.COMMITTEE, by=nora)


def test_nobody_gives_themselves_a_role(nora, mildeca):
    with pytest.raises(NotAllowed, match="autre administrateur"):
        roles.grant(nora, role=Role.PRESIDENT, by=nora)
    assert live_roles(nora) == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", sorted(Role.HOLDER_ROLES))
def test_a_collectivite_s_roles_are_not_given_here(nora, zoe, role):
    with pytest.raises(Refused):
        roles.grant(zoe, role=role, by=nora)


@pytest.mark.parametrize(
    "name", ["alice", "bob", "flora", "flora_chief", "ines", "karim", "martin"]
)
def test_only_administrators_give_and_take_back(request, name, zoe, nora, mildeca):
    person = request.getfixturevalue(name)
    with pytest.raises(NotAllowed):
        roles.grant(zoe, role=Role.INSTRUCTOR, by=person)
    with pytest.raises(NotAllowed):
        roles.take_back(nora.memberships.get(), by=person)
    with pytest.raises(NotAllowed):
        roles.close_account(zoe, reason="Parce que", by=person)
    assert live_roles(zoe) == set()


def test_the_last_administrator_stays(nora, zoe, mildeca, client_of):
    with pytest.raises(Refused, match="dernier administrateur"):
        roles.take_back(nora.memberships.get(), by=nora)
    roles.grant(zoe, role=Role.ADMINISTRATOR, by=nora)
    roles.take_back(nora.memberships.get(), by=nora)
    assert live_roles(nora) == set()


def test_a_closed_account_loses_its_sessions_and_enters_no_more(
    nora, client, client_of, empty_cache
):
    zoe = make_user("zoe@example.org")
    log_in(client, zoe.email)
    cookie = client.cookies["session"].value
    with pytest.raises(Refused, match="motif"):
        roles.close_account(zoe, reason=" ", by=nora)
    roles.close_account(zoe, reason="Départ", by=nora)
    assert not is_in(client)
    roles.reopen_account(zoe, by=nora)
    client.cookies["session"] = cookie
    assert not is_in(client), "an old cookie does not come back with the account"
    log_in(client, zoe.email)
    assert is_in(client)


def test_an_administrator_does_not_close_their_own_account(nora):
    with pytest.raises(NotAllowed):
        roles.close_account(nora, reason="Fatigue", by=nora)


def test_the_first_administrator_is_named_from_the_machine(zoe, mildeca, capsys):
    call_command("name_administrator", "ZOE@example.org")
    assert live_roles(zoe) == {Role.ADMINISTRATOR}
    assert Event.objects.get(name="membership.granted").actor_name == ""
    with pytest.raises(CommandError, match="déjà ce rôle"):
        call_command("name_administrator", "zoe@example.org")
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("name_administrator", "personne@example.org")
    make_user("yann@example.org")
    with pytest.raises(CommandError, match="c'est à lui"):
        call_command("name_administrator", "yann@example.org")


# --- The pages


@pytest.mark.parametrize(
    "path",
    [
        "/administration/personnes/",
        "/administration/personnes/1/",
        "/administration/personnes/1/fermer/",
        "/administration/roles/1/retirer/",
        "/administration/journal/",
    ],
)
@pytest.mark.parametrize("name", ["alice", "flora_chief", "ines", "karim", "martin"])
def test_the_pages_exist_for_administrators_only(request, client_of, name, path):
    assert client_of(request.getfixturevalue(name)).get(path).status_code == 404


def test_the_list_is_searched_filtered_and_sorted(client_of, nora, alice, bob, dora, flora):
    browser = client_of(nora)

    def names(query: str) -> list[str]:
        page = browser.get(f"/administration/personnes/?{query}").context["page"]
        return [user.first_name for user in page]

    assert names("") == ["Alice", "Bob", "Dora", "Flora", "Nora"]
    assert names("q=LOOS") == ["Alice", "Bob"]
    assert names("q=alice@") == ["Alice"]
    assert names("role=prefecture_agent") == ["Flora"]
    assert names("role=inconnu&sort=zzz") == ["Alice", "Bob", "Dora", "Flora", "Nora"]
    assert names("sort=-last_login")[0] == "Nora"
    assert names("q=%F0%9F%90%98&page=99999999999999999999") == []


def test_a_role_is_given_and_taken_back_on_screen(client_of, nora, zoe, mildeca, departements):
    browser, page = client_of(nora), f"/administration/personnes/{zoe.pk}/"
    refused = browser.post(page, {"role": Role.PREFECTURE_AGENT})
    assert "Choisissez le département" in refused.content.decode()
    assert browser.post(page, {"role": Role.INSTRUCTOR}).url == page
    link = zoe.memberships.get()
    asked = browser.get(f"/administration/roles/{link.pk}/retirer/")
    assert "Retirer à Zoé" in asked.content.decode()
    assert live_roles(zoe) == {Role.INSTRUCTOR}
    browser.post(f"/administration/roles/{link.pk}/retirer/", {"reason": "Fin de mission"})
    assert live_roles(zoe) == set()
    own = browser.post(f"/administration/personnes/{nora.pk}/", {"role": Role.PRESIDENT})
    assert "Nul ne se donne un rôle" in own.content.decode()


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "²", "x" * 70_000])
def test_strange_input_is_never_a_server_error(client_of, nora, zoe, value):
    browser = client_of(nora)
    for field in ("q", "role", "sort", "page"):
        answer = browser.get("/administration/personnes/", {field: value[:2000]})
        assert answer.status_code in (200, 400)
    for field in ("name", "since", "until", "page"):
        answer = browser.get("/administration/journal/", {field: value[:2000]})
        assert answer.status_code in (200, 400)
    page = f"/administration/personnes/{zoe.pk}/"
    assert browser.post(page, {"role": value, "departement": value}).status_code == 422
    assert browser.post(f"{page}fermer/", {"reason": value}).status_code in (200, 302)


def test_the_number_of_questions_does_not_grow_with_people(
    client_of, nora, commune_a, django_assert_max_num_queries
):
    browser = client_of(nora)
    for count in (1, 10):
        for _ in range(count):
            make_membership(make_user(), commune_a)
        with django_assert_max_num_queries(8):
            browser.get("/administration/personnes/")
        with django_assert_max_num_queries(8):
            browser.get("/administration/journal/")


# --- The journal


def test_the_journal_is_read_filtered_and_verified(client_of, nora, zoe, mildeca):
    link = roles.grant(zoe, role=Role.COMMITTEE, by=nora)
    browser = client_of(nora)
    page = browser.get("/administration/journal/?name=membership.granted").content.decode()
    assert "Rôle donné" in page
    assert str(link) in page
    assert "1 événement<" in page
    assert (
        "0 événement<" in browser.get("/administration/journal/?since=2090-01-01").content.decode()
    )
    said = browser.post("/administration/journal/verifier/", follow=True).content.decode()
    assert "Journal intact" in said
    call_command("verify_journal")


def test_any_change_of_the_journal_shows(nora, zoe, mildeca, client_of):
    roles.grant(zoe, role=Role.COMMITTEE, by=nora)
    assert verify().is_sound
    tampered = Event.objects.first()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE workflow_event SET actor_name = 'Personne' WHERE id = %s", [tampered.pk]
        )
    check = verify()
    assert [row.event_id for row in check.broken] == [tampered.pk]
    with pytest.raises(CommandError, match="altéré"):
        call_command("verify_journal")
    said = client_of(nora).post("/administration/journal/verifier/", follow=True)
    assert "a été altéré" in said.content.decode()


def test_a_removed_row_shows(nora, zoe, mildeca):
    link = roles.grant(zoe, role=Role.COMMITTEE, by=nora)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM workflow_event WHERE name = 'membership.granted'")
    (broken,) = verify().broken
    assert broken.reason == "ne suit pas la ligne précédente"
    assert broken.event_id == Event.objects.about(link).first().pk


def test_a_long_journal_is_verified_in_part_on_screen(nora, zoe, mildeca):
    roles.grant(zoe, role=Role.COMMITTEE, by=nora)
    check = verify(at_most=1)
    assert (check.count, check.is_whole, check.is_sound) == (1, False, True)

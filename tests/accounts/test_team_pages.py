"""The pages of a team: who sees them, what they let one do, what they cost."""

import pytest

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from accounts.models import Membership, User
from accounts.workflow import MEMBERSHIP, ask
from tests.factories import make_commune, make_membership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(commune_a) -> Membership:
    return ask(
        organisation=commune_a,
        role=Role.WRITER,
        job_title="Animateur",
        by=make_user("henri@example.org"),
    )


def status(link: Membership) -> str:
    return Membership.objects.get(pk=link.pk).status


class TestSearch:
    def test_the_page_works_without_scripts(self, client_of, commune_a, dora):
        page = client_of(dora).get("/collectivites/recherche/", {"q": "LOOS"}).content.decode()
        assert f"/collectivites/rejoindre/?organisation={commune_a.pk}" in page
        assert "<h1>" in page
        assert "Nord (59)" in page

    def test_htmx_gets_the_list_alone(self, client_of, commune_a, dora):
        response = client_of(dora).get(
            "/collectivites/recherche/", {"q": "loos"}, headers={"HX-Request": "true"}
        )
        assert "<h1>" not in response.content.decode()
        assert "HX-Request" in response["Vary"]

    @pytest.mark.parametrize("text", ["\ud800", "%", "é" * 5000, "9" * 400, "<script>"])
    def test_absurd_text_finds_nothing(self, client_of, dora, text):
        response = client_of(dora).get(
            "/collectivites/recherche/", {"q": text.encode("utf-8", "surrogatepass")}
        )
        assert response.status_code == 200
        assert b"<script>alert" not in response.content

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_cost_does_not_depend_on_the_answers(
        self, client_of, dora, rows, django_assert_num_queries
    ):
        for n in range(rows):
            make_commune(f"Saint-Essai-{n}")
        browser = client_of(dora)
        with django_assert_num_queries(5):
            page = browser.get("/collectivites/recherche/", {"q": "st essai"}).content.decode()
        assert page.count("Saint-Essai-") == rows


class TestJoin:
    def test_an_association_is_told_that_it_cannot_carry_a_project__C_4_3a(self, client_of, dora):
        page = client_of(dora).get("/collectivites/rejoindre/").content.decode()
        assert "Une association ne peut pas porter un projet" in page

    def test_a_request_is_made_and_the_team_page_says_who_will_answer(self, client_of, commune_a):
        user = make_user()
        browser = client_of(user)
        response = browser.post(
            f"/collectivites/rejoindre/?organisation={commune_a.pk}",
            {"role": "representative", "job_title": "Maire", "delegation": ""},
            follow=True,
        )
        link = user.memberships.get()
        assert (link.role, link.status) == (Role.REPRESENTATIVE, MembershipStatus.PENDING)
        assert "la préfecture du Nord ou la MILDECA validera" in response.content.decode()

    def test_wrong_values_are_kept_and_explained(self, client_of, commune_a):
        user = make_user()
        response = client_of(user).post(
            f"/collectivites/rejoindre/?organisation={commune_a.pk}",
            {"role": "president", "job_title": "", "delegation": "x" * 300},
        )
        page = response.content.decode()
        assert response.status_code == 200
        assert "Choisissez un rôle dans la liste." in page
        assert "x" * 300 in page
        assert not user.memberships.exists()

    def test_a_delegation_goes_with_a_representative(self, client_of, commune_a):
        response = client_of(make_user()).post(
            f"/collectivites/rejoindre/?organisation={commune_a.pk}",
            {"role": "writer", "job_title": "Agent", "delegation": "arrêté n° 1"},
        )
        assert "Une délégation va avec le rôle de représentant" in response.content.decode()

    @pytest.mark.parametrize("chosen", ["0", "x", "²", "9223372036854775808", "9" * 5000, "-1"])
    def test_an_unknown_collectivite_is_not_found(self, client_of, dora, chosen):
        path = f"/collectivites/rejoindre/?organisation={chosen}"
        assert client_of(dora).get(path).status_code == 404

    def test_a_prefecture_is_not_found(self, client_of, dora, prefecture_a):
        path = f"/collectivites/rejoindre/?organisation={prefecture_a.pk}"
        assert client_of(dora).get(path).status_code == 404

    def test_a_refusal_is_read_with_its_reason_until_one_asks_again(
        self, client_of, request_, bob, commune_a
    ):
        MEMBERSHIP.perform(request_, "refuse", by=bob, reason="Inconnu en mairie")
        browser = client_of(request_.user)
        assert "Inconnu en mairie" in browser.get("/collectivites/rejoindre/").content.decode()
        ask(organisation=commune_a, role=Role.READER, by=request_.user)
        assert "Inconnu en mairie" not in browser.get("/collectivites/rejoindre/").content.decode()


class TestTeam:
    @pytest.mark.parametrize("person", ["alice", "bob", "flora", "flora_chief", "ines", "nora"])
    def test_members_prefecture_and_mildeca_see_it(
        self, request, client_of, request_, commune_a, person
    ):
        browser = client_of(request.getfixturevalue(person))
        page = browser.get(f"/collectivites/{commune_a.pk}/equipe/").content.decode()
        assert "henri@example.org" in page

    @pytest.mark.parametrize(
        "person", ["charlie", "dora", "edgar", "gaston", "karim", "lea", "martin"]
    )
    def test_strangers_find_nothing(self, request, client_of, request_, commune_a, person):
        browser = client_of(request.getfixturevalue(person))
        pk = request_.pk
        assert browser.get(f"/collectivites/{commune_a.pk}/equipe/").status_code == 404
        assert browser.get(f"/collectivites/{commune_a.pk}/inviter/").status_code == 404
        for verb in ("valider", "refuser", "retirer", "role"):
            response = browser.post(f"/rattachements/{pk}/{verb}/", {"reason": "x"})
            assert response.status_code == 404
        assert status(request_) == MembershipStatus.PENDING

    def test_nobody_is_sent_to_the_login_page(self, client_of, commune_a):
        response = client_of(None).get(f"/collectivites/{commune_a.pk}/equipe/")
        assert response.status_code == 302

    def test_a_pending_person_sees_who_answers_and_not_the_team(
        self, client_of, request_, commune_a, bob
    ):
        page = client_of(request_.user).get(f"/collectivites/{commune_a.pk}/equipe/")
        assert "Votre demande attend d'être validée" in page.content.decode()
        assert bob.email not in page.content.decode()

    def test_a_prefecture_has_no_team_page(self, client_of, nora, prefecture_a):
        response = client_of(nora).get(f"/collectivites/{prefecture_a.pk}/equipe/")
        assert response.status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_cost_does_not_depend_on_the_rows(
        self, client_of, commune_a, bob, rows, django_assert_num_queries
    ):
        for n in range(rows):
            make_membership(make_user(), commune_a, Role.WRITER)
            ask(organisation=commune_a, role=Role.READER, by=make_user())
            invitations.invite(organisation=commune_a, email=f"{n}@x.fr", role=Role.READER, by=bob)
        browser = client_of(bob)
        with django_assert_num_queries(8):
            browser.get(f"/collectivites/{commune_a.pk}/equipe/")


class TestDecisions:
    def test_a_member_validates_a_request(self, client_of, request_, bob):
        response = client_of(bob).post(f"/rattachements/{request_.pk}/valider/")
        assert response.url == f"/collectivites/{request_.organisation_id}/equipe/"
        assert status(request_) == MembershipStatus.VALIDATED

    def test_a_double_click_validates_once(self, client_of, request_, bob):
        browser = client_of(bob)
        browser.post(f"/rattachements/{request_.pk}/valider/")
        response = browser.post(f"/rattachements/{request_.pk}/valider/", follow=True)
        assert "déjà «\u00a0Validé\u00a0»" in response.content.decode()

    def test_getting_the_address_of_a_verb_does_nothing(self, client_of, request_, bob):
        assert client_of(bob).get(f"/rattachements/{request_.pk}/valider/").status_code == 405
        assert client_of(bob).get(f"/rattachements/{request_.pk}/refuser/").status_code == 200
        assert client_of(bob).get(f"/rattachements/{request_.pk}/retirer/").status_code == 200
        assert status(request_) == MembershipStatus.PENDING

    def test_a_refusal_without_reason_is_asked_again(self, client_of, request_, bob):
        address = f"/rattachements/{request_.pk}/refuser/"
        response = client_of(bob).post(address, {"reason": ""})
        assert "Indiquez le motif" in response.content.decode()
        assert client_of(bob).post(address, {"reason": "Inconnu"}).status_code == 302
        assert status(request_) == MembershipStatus.REFUSED

    def test_ones_own_request_is_not_ones_to_validate(self, client_of, request_):
        browser = client_of(request_.user)
        assert browser.post(f"/rattachements/{request_.pk}/valider/").status_code == 404
        assert browser.post(f"/rattachements/{request_.pk}/retirer/").status_code == 302
        assert status(request_) == MembershipStatus.REMOVED

    def test_a_removed_person_is_refused_at_the_next_request__A5(
        self, client_of, commune_a, alice, bob
    ):
        browser = client_of(alice)
        team = f"/collectivites/{commune_a.pk}/equipe/"
        assert browser.get(team).status_code == 200
        client_of(bob).post(f"/rattachements/{alice.memberships.get().pk}/retirer/")
        assert browser.get(team).status_code == 404

    def test_a_role_is_changed(self, client_of, commune_a, alice, bob):
        pk = alice.memberships.get().pk
        data = {"role": "reader", "delegation": ""}
        assert client_of(bob).post(f"/rattachements/{pk}/role/", data).status_code == 302
        assert User.objects.get(pk=alice.pk).role_in(commune_a.pk) == Role.READER

    def test_a_writer_is_not_offered_to_make_a_representative(self, client_of, commune_a, alice):
        colleague = make_user()
        pk = make_membership(colleague, commune_a, Role.WRITER).pk
        data = {"role": "representative", "delegation": ""}
        response = client_of(alice).post(f"/rattachements/{pk}/role/", data)
        assert "Choisissez un rôle dans la liste." in response.content.decode()
        assert User.objects.get(pk=colleague.pk).role_in(commune_a.pk) == Role.WRITER

    def test_an_invitation_is_sent_again_and_revoked(self, client_of, commune_a, bob, charlie):
        invitation = invitations.invite(
            organisation=commune_a, email="x@x.fr", role=Role.WRITER, by=bob
        )
        for verb in ("renvoyer", "annuler"):
            address = f"/invitations/{invitation.pk}/{verb}/"
            assert client_of(charlie).post(address).status_code == 404
            assert client_of(bob).post(address).status_code == 302
        invitation.refresh_from_db()
        assert invitation.revoked_at is not None


class TestPending:
    def test_a_prefecture_sees_the_requests_of_its_departement(
        self, client_of, request_, commune_c, flora, gaston, ines
    ):
        ask(organisation=commune_c, role=Role.WRITER, by=make_user("jo@example.org"))
        seen = {}
        for person in (flora, gaston, ines):
            page = client_of(person).get("/rattachements/").content.decode()
            seen[person.first_name] = ("henri@example.org" in page, "jo@example.org" in page)
        assert seen == {"Flora": (True, False), "Gaston": (False, True), "Ines": (True, True)}

    def test_a_prefecture_finds_the_teams_of_its_departement(
        self, client_of, commune_a, commune_c, flora, ines
    ):
        seen = []
        for person, text in ((flora, "loos"), (flora, "lormont"), (ines, "lormont")):
            page = client_of(person).get("/rattachements/", {"q": text}).content.decode()
            seen += [pk for pk in (commune_a.pk, commune_c.pk) if f"/{pk}/equipe/" in page]
        assert seen == [commune_a.pk, commune_c.pk]

    @pytest.mark.parametrize("person", ["alice", "bob", "karim", "martin", "edgar"])
    def test_others_find_no_such_page(self, request, client_of, person):
        browser = client_of(request.getfixturevalue(person))
        assert browser.get("/rattachements/").status_code == 404

    def test_one_comes_back_to_the_list_after_a_decision(self, client_of, request_, flora):
        browser = client_of(flora)
        page = browser.get(f"/rattachements/{request_.pk}/refuser/?from=pending").content.decode()
        assert 'name="from" value="pending"' in page
        response = browser.post(f"/rattachements/{request_.pk}/valider/", {"from": "pending"})
        assert response.url == "/rattachements/"

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_cost_does_not_depend_on_the_rows(
        self, client_of, commune_a, flora, rows, django_assert_num_queries
    ):
        for _ in range(rows):
            ask(organisation=commune_a, role=Role.READER, by=make_user())
        browser = client_of(flora)
        with django_assert_num_queries(7):
            browser.get("/rattachements/")

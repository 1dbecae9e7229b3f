"""Who reads and who writes a section, and how many queries it takes."""

import pytest
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from applications.content import PartnerLine, Partnership, Project
from applications.drafting import save_section
from applications.models import Application, Section
from tests.applications.sections_driver import address, fields_of, save, stored, typed_in
from tests.factories import make_application, make_epci, make_membership, make_user

SECTIONS = ("porteur", "territoire", "objectifs", "partenaires", "moyens-humains", "engagements")


@pytest.fixture
def dossier(alice, commune_a):
    """Alice's draft."""
    return make_application(holder=commune_a, by=alice)


@pytest.fixture
def rita(commune_a):
    """Reader in commune A."""
    user = make_user("rita@example.org")
    make_membership(user, commune_a, Role.READER)
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("section", SECTIONS)
def test_writers_see_the_form_of_each_section(alice, bob, client_of, dossier, section):
    for user in (alice, bob):
        response = client_of(user).get(address(dossier, section))
        assert response.status_code == 200
        assert "version" in fields_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["charlie", "dora", "edgar", "flora", "gaston", "ines", "karim", "martin", "nora"]
)
def test_a_draft_is_unknown_to_everybody_else(request, client_of, dossier, who):
    browser = client_of(request.getfixturevalue(who))
    for path in (address(dossier, "territoire"), f"/dossiers/{dossier.reference}/recevabilite/"):
        assert browser.get(path).status_code == 404
    assert browser.post(address(dossier, "territoire"), {"name": "x"}).status_code == 404
    assert stored(dossier, "territoire")["name"] == ""


@pytest.mark.django_db
def test_unknown_sections_and_dossiers_are_not_found(alice, client_of, dossier):
    browser = client_of(alice)
    assert browser.get(f"/dossiers/{dossier.reference}/inconnue/").status_code == 404
    assert browser.get("/dossiers/LIMITS-2024-9999/territoire/").status_code == 404


@pytest.mark.django_db
def test_nobody_logged_in_is_sent_to_the_login_page(client, dossier):
    response = client.get(address(dossier, "territoire"))
    assert response.status_code == 302
    assert "/compte/connexion/" in response.url


@pytest.mark.django_db
def test_a_reader_reads_the_values_and_may_not_write(rita, client_of, dossier):
    browser = client_of(rita)
    page = browser.get(address(dossier, "territoire"))

    assert page.status_code == 200
    assert "Vous lisez ce dossier sans pouvoir le modifier" in page.content.decode()
    assert fields_of(page) == {}
    assert browser.post(address(dossier, "territoire"), {"name": "x"}).status_code == 403
    assert stored(dossier, "territoire")["name"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("section", SECTIONS)
def test_a_filed_dossier_is_read_only_and_says_what_to_do(
    alice, flora, client_of, dossier, section
):
    Application.objects.filter(pk=dossier.pk).update(
        status="submitted", submitted_at=timezone.now()
    )
    for user in (alice, flora):
        page = client_of(user).get(address(dossier, section))
        assert page.status_code == 200
        assert fields_of(page) == {}
        assert "Ce dossier ne se modifie pas en ce moment" in page.content.decode()


@pytest.mark.django_db
def test_a_pending_writer_writes_only_what_they_created(commune_a, commune_b, client_of, dossier):
    pending = make_user("pauline@example.org")
    for commune in (commune_a, commune_b):
        make_membership(pending, commune, Role.WRITER, MembershipStatus.PENDING)
    own = make_application(holder=commune_b, by=pending)
    browser = client_of(pending)

    assert browser.get(address(dossier, "territoire")).status_code == 404
    data = typed_in(browser, own, "territoire", name="Le mien")
    assert save(browser, own, "territoire", data).status_code == 302


@pytest.mark.django_db
def test_a_writer_removed_while_typing_is_refused_at_once(alice, client_of, dossier):
    browser = client_of(alice)
    data = typed_in(browser, dossier, "territoire", name="Trop tard")
    alice.memberships.update(status=MembershipStatus.REMOVED, decided_at=timezone.now())

    assert save(browser, dossier, "territoire", data, autosave="1").status_code == 404
    assert stored(dossier, "territoire")["name"] == ""


# --- Queries


def fill(application, by, count):
    """Give the dossier this many partners."""
    section = Section.objects.get(application=application, key="partenaires")
    lines = [PartnerLine(name=f"Partenaire {n}", role="Rôle") for n in range(count)]
    save_section(section, Partnership(partners=lines), version=section.version, by=by)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_lines(
    alice, client_of, dossier, count, django_assert_num_queries
):
    fill(dossier, alice, count)
    browser = client_of(alice)
    browser.get(address(dossier, "partenaires"))
    with django_assert_num_queries(6):
        browser.get(address(dossier, "partenaires"))
    data = typed_in(browser, dossier, "partenaires", governance="Un comité")
    with django_assert_num_queries(10):  # BEGIN and COMMIT counted
        assert save(browser, dossier, "partenaires", data).status_code == 302
    data = typed_in(browser, dossier, "partenaires", governance="Un autre comité")
    with django_assert_num_queries(10):  # BEGIN and COMMIT counted
        assert save(browser, dossier, "partenaires", data, autosave="1").status_code == 200
    with django_assert_num_queries(5):
        browser.get(f"/dossiers/{dossier.reference}/recevabilite/?section=partenaires")


@pytest.mark.django_db
def test_the_panel_knows_of_the_holder_s_other_dossiers__C_4_3b(
    alice, commune_a, client_of, dossier
):
    """They come with the dossier itself, in one query."""
    past = make_application(holder=commune_a, by=alice)
    section = past.sections.get(key="objectifs")
    content = Project(title="Avant", starts_on="2023-01-01", duration_years=30)
    save_section(section, content, version=0, by=alice)
    Application.objects.filter(pk=past.pk).update(status="selected", submitted_at=timezone.now())

    page = client_of(alice).get(address(dossier, "porteur")).content.decode()

    assert past.reference in page


@pytest.mark.django_db
def test_an_epci_chooses_among_its_own_departements(
    alice, departements, client_of, django_assert_num_queries
):
    epci = make_epci(departement=departements["59"], departement_codes=["59", "33"])
    make_membership(alice, epci)
    application = make_application(holder=epci, by=alice)
    browser = client_of(alice)

    with django_assert_num_queries(6):
        page = browser.get(address(application, "porteur")).content.decode()
    assert "Préfecture de la Gironde (33)" in page
    data = typed_in(browser, application, "porteur", departement="33")
    assert save(browser, application, "porteur", data).status_code == 302
    assert Application.objects.get(pk=application.pk).departement_id == "33"

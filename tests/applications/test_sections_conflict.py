"""Two people on one section: the second is shown both texts, nothing is silently overwritten."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from applications.models import Section
from tests.applications.sections_driver import address, fields_of, save, stored, typed_in
from tests.factories import make_application


@pytest.fixture
def dossier(alice, commune_a):
    """Alice's draft, that Bob writes too."""
    return make_application(holder=commune_a, by=alice)


@pytest.fixture
def both(dossier, alice, bob, client_of):
    """Alice's and Bob's browsers."""
    return client_of(alice), client_of(bob)


@pytest.mark.django_db
def test_the_second_to_save_is_shown_both_texts(both, dossier):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Texte d'Alice")
    theirs = typed_in(bobs, dossier, "territoire", name="Texte de Bob")
    save(bobs, dossier, "territoire", theirs)

    response = save(alices, dossier, "territoire", mine)

    text = response.content.decode()
    assert response.status_code == 409
    assert "Texte d&#x27;Alice" in text
    assert "Texte de Bob" in text
    assert "par Bob" in text
    assert stored(dossier, "territoire")["name"] == "Texte de Bob"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({"choice-name": "mine"}, "Alice"),
        ({"choice-name": "theirs"}, "Bob"),
        ({"all": "mine", "choice-name": "theirs"}, "Alice"),
        ({"all": "theirs", "choice-name": "mine"}, "Bob"),
    ],
)
def test_choosing_a_text_saves_it_over_the_present_version(both, dossier, choice, kept):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Alice", population="100")
    save(bobs, dossier, "territoire", typed_in(bobs, dossier, "territoire", name="Bob"))
    page = fields_of(save(alices, dossier, "territoire", mine))

    assert save(alices, dossier, "territoire", page | choice).status_code == 302

    content = stored(dossier, "territoire")
    assert content["name"] == kept
    assert content["population"] == 100


@pytest.mark.django_db
def test_what_only_one_changed_is_kept_without_asking(both, dossier):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Alice")
    line = mine["publics"][0]
    mine |= {f"publics-{line}-kind": "youth", f"publics-{line}-headcount": "40"}
    theirs = typed_in(bobs, dossier, "territoire", description="Bob")
    other = theirs["publics"][0]
    theirs |= {f"publics-{other}-kind": "parents"}
    save(bobs, dossier, "territoire", theirs)

    response = save(alices, dossier, "territoire", mine)

    assert response.status_code == 302
    content = stored(dossier, "territoire")
    assert (content["name"], content["description"]) == ("Alice", "Bob")
    assert {line["kind"] for line in content["publics"]} == {"youth", "parents"}
    assert "les deux sont conservés" in alices.get(response.url).content.decode()


@pytest.fixture
def one_partner(both, dossier):
    """A partner written down; then both pages opened, that say the same line."""
    alices, bobs = both
    page = typed_in(alices, dossier, "partenaires")
    line = page["partners"][0]
    save(alices, dossier, "partenaires", page | {f"partners-{line}-name": "Collège Jean-Moulin"})
    return (
        f"partners-{line}",
        typed_in(alices, dossier, "partenaires"),
        typed_in(bobs, dossier, "partenaires"),
    )


@pytest.mark.django_db
def test_two_fields_of_one_line_are_kept_without_asking(both, dossier, one_partner):
    line, mine, theirs = one_partner
    save(both[1], dossier, "partenaires", theirs | {f"{line}-contribution": "1 500"})

    response = save(both[0], dossier, "partenaires", mine | {f"{line}-role": "Prête sa salle"})

    assert response.status_code == 302
    partner = stored(dossier, "partenaires")["partners"][0]
    assert (partner["role"], partner["contribution"]) == ("Prête sa salle", "1500.00")


@pytest.mark.django_db
@pytest.mark.parametrize(("choice", "kept"), [("mine", "Alice"), ("theirs", "Bob")])
def test_only_the_field_both_changed_is_asked(both, dossier, one_partner, choice, kept):
    line, mine, theirs = one_partner
    bobs = {f"{line}-role": "Bob", f"{line}-contribution": "1 500"}
    save(both[1], dossier, "partenaires", theirs | bobs)

    page = save(both[0], dossier, "partenaires", mine | {f"{line}-role": "Alice"})
    assert page.status_code == 409
    assert "Partenaire n°\u00a01\u00a0: Rôle dans le projet" in page.content.decode()
    (name,) = (name for name in fields_of(page) if name.startswith("choice-"))
    chosen = save(both[0], dossier, "partenaires", fields_of(page) | {name: choice})

    assert chosen.status_code == 302
    partner = stored(dossier, "partenaires")["partners"][0]
    assert (partner["name"], partner["role"]) == ("Collège Jean-Moulin", kept)
    assert partner["contribution"] == "1500.00"


@pytest.mark.django_db
def test_a_third_save_while_choosing_is_asked_about_again(both, dossier):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Alice")
    save(bobs, dossier, "territoire", typed_in(bobs, dossier, "territoire", name="Bob 1"))
    page = fields_of(save(alices, dossier, "territoire", mine))
    save(bobs, dossier, "territoire", typed_in(bobs, dossier, "territoire", name="Bob 2"))

    again = save(alices, dossier, "territoire", page | {"choice-name": "theirs"})

    assert again.status_code == 409
    assert "Bob 2" in again.content.decode()
    done = save(alices, dossier, "territoire", fields_of(again) | {"choice-name": "mine"})
    assert done.status_code == 302
    assert stored(dossier, "territoire")["name"] == "Alice"


@pytest.mark.django_db
def test_what_they_changed_alone_survives_my_choice_elsewhere(both, dossier):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Alice")
    theirs = typed_in(bobs, dossier, "territoire", name="Bob", description="Texte de Bob")
    save(bobs, dossier, "territoire", theirs)
    page = fields_of(save(alices, dossier, "territoire", mine))

    save(alices, dossier, "territoire", page | {"choice-name": "mine"})

    content = stored(dossier, "territoire")
    assert (content["name"], content["description"]) == ("Alice", "Texte de Bob")


@pytest.mark.django_db
def test_an_error_of_format_while_choosing_does_not_forget_the_conflict(both, dossier):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Alice")
    save(bobs, dossier, "territoire", typed_in(bobs, dossier, "territoire", name="Bob"))
    page = fields_of(save(alices, dossier, "territoire", mine))

    wrong = save(alices, dossier, "territoire", page | {"population": "beaucoup"})
    assert wrong.status_code == 422
    corrected = fields_of(wrong) | {"population": "100"}

    assert save(alices, dossier, "territoire", corrected).status_code == 409


@pytest.mark.django_db
def test_autosave_never_overwrites_a_newer_text(both, dossier):
    alices, bobs = both
    mine = typed_in(alices, dossier, "territoire", name="Alice")
    save(bobs, dossier, "territoire", typed_in(bobs, dossier, "territoire", name="Bob"))

    response = save(alices, dossier, "territoire", mine, autosave="1")

    assert response.status_code == 409
    assert response.json()["conflict"].startswith("Bob Essai a enregistré")
    assert stored(dossier, "territoire")["name"] == "Bob"


@pytest.mark.django_db
def test_a_page_brought_back_by_the_browser_overwrites_nothing(both, dossier):
    """F17: back, reload, duplicated tab: the stale form is a conflict like another."""
    alices, _ = both
    first = typed_in(alices, dossier, "territoire", name="Premier")
    save(alices, dossier, "territoire", first)

    response = save(alices, dossier, "territoire", first | {"name": "Revenu en arrière"})

    assert response.status_code == 409
    assert "dans un autre onglet" in response.content.decode()
    assert stored(dossier, "territoire")["name"] == "Premier"


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_saves_give_one_version_and_one_conflict(both, dossier):
    pages = [
        typed_in(browser, dossier, "territoire", name=name)
        for browser, name in zip(both, ("Alice", "Bob"), strict=True)
    ]
    gate, statuses = Barrier(2), []

    def send(browser, data):
        gate.wait()
        statuses.append(browser.post(address(dossier, "territoire"), data).status_code)
        connection.close()

    threads = [Thread(target=send, args=pair) for pair in zip(both, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302, 409]
    section = Section.objects.get(application=dossier, key="territoire")
    assert section.version == 1
    assert section.content["name"] in {"Alice", "Bob"}

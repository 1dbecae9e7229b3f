"""French typography, in the one place that knows it."""

import pytest

from limits_portal.french import inside, of_holder, of_person, typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("« Loos » : à dater ; est-ce clair ? Oui !", "«_Loos_»_: à dater_; est-ce clair_? Oui_!"),
        ("action n° 3, § 4.3, 12 %, 5 €", "action n°_3, §_4.3, 12_%, 5_€"),
        ("«Loos»", "«_Loos»"),
        ("« Loos »", "«_Loos_»"),
        ("à 23:59, https://limits.example.org/?a=1", "à 23:59, https://limits.example.org/?a=1"),
    ],
)
def test_what_must_not_part_at_the_end_of_a_line_does_not(typed, printed):
    assert typeset(typed).replace("\u00a0", "_") == printed
    assert typeset(typeset(typed)) == typeset(typed)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Communauté de communes du Perche", "de la Communauté de communes du Perche"),
        ("Métropole européenne de Lille", "de la Métropole européenne de Lille"),
        ("Eurométropole de Strasbourg", "de l’Eurométropole de Strasbourg"),
        ("Orléans Métropole", "d’Orléans Métropole"),
        ("Dijon Métropole", "de Dijon Métropole"),
    ],
)
def test_an_intercommunality_follows_de_by_what_its_name_begins_with(name, named):
    assert of_holder(name, is_town=False) == named


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Karim Démo", "de Karim Démo"),
        ("Omar Démo", "d’Omar Démo"),
        ("Élodie Martin", "d’Élodie Martin"),
        ("Yvonne Le Goff", "d’Yvonne Le Goff"),
        ("Yann Le Goff", "de Yann Le Goff"),
        ("", "de "),
    ],
)
def test_a_person_follows_de_elided_before_a_vowel(name, named):
    assert of_person(name) == named


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Maire", "maire"),
        ("DGS", "DGS"),
        ("DGS adjoint", "DGS adjoint"),
        ("L’ordonnateur", "l’ordonnateur"),
        ("L'État", "l'État"),
        ("Élue à la jeunesse", "élue à la jeunesse"),
        ("Président de la MILDECA", "président de la MILDECA"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence_loses_its_capital_and_keeps_its_acronyms(label, said):
    assert inside(label) == said

"""A convention at the signature, and those who may sign it."""

import pytest

from accounts.enums import Role
from conventions.models import Act, Issue
from tests.conftest import person
from tests.conventions.issues import make_act, make_issue, make_mandate
from tests.conventions.talks import make_talk
from tests.factories import make_second_factor


@pytest.fixture
def act(ines, alice, commune_a, prefecture_a, mildeca) -> Act:
    """The convention of commune A, about to be issued."""
    return make_act(ines=ines, alice=alice, holder=commune_a)


@pytest.fixture
def issue(act, ines) -> Issue:
    """Its document, open to signature."""
    return make_issue(act, ines=ines)


@pytest.fixture
def talk(ines, commune_a, prefecture_a) -> Act:
    """The convention of commune A in discussion: its holder has the pen."""
    return make_talk(ines=ines, holder=commune_a)


@pytest.fixture
def signatories(bob, flora_chief, martin, ines, commune_a, prefecture_a, mildeca) -> dict:
    """Bob the mayor, the prefecture's chief and MILDECA's president, all mandated."""
    make_mandate(bob, commune_a, by=bob)
    make_mandate(flora_chief, prefecture_a, by=flora_chief)
    make_mandate(martin, mildeca, by=ines)
    return {"holder": bob, "prefecture": flora_chief, "mildeca": martin}


@pytest.fixture
def lucie(mildeca):
    """Another instructor: the second person."""
    return person("lucie", mildeca, Role.INSTRUCTOR)


@pytest.fixture
def enrolled(signatories) -> dict:
    """The three signatories, with their second factor."""
    for signatory in signatories.values():
        make_second_factor(signatory)
    return signatories

"""The demonstration is loaded once: what people did on it since is theirs."""

import pytest
from django.core.management import call_command

from applications.demo.once import once
from tests.applications.test_demo import make_towns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_call():
    make_towns()
    call_command("load_call", "limits-2024", verbosity=0)


def test_each_part_is_loaded_once():
    made: list[str] = []
    assert once("dossiers", lambda: made.append("dossiers"))
    assert not once("dossiers", lambda: made.append("again"))
    assert once("reviews", lambda: made.append("reviews"))
    assert made == ["dossiers", "reviews"]


def test_a_part_that_was_interrupted_is_loaded_again():
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once("dossiers", interrupted)
    made: list[str] = []
    assert once("dossiers", lambda: made.append("dossiers"))
    assert made == ["dossiers"]

"""Money of an award that is free again: it may be decided of anew, then it does not come back (C-5e)."""

from decimal import Decimal

import pytest

from applications.models import Application, Call
from reviews import deciding
from reviews.models import Award, Decision
from reviews.releasing import release
from reviews.workflow import DECISION
from tests.applications.filings import make_limits_call
from tests.factories import make_membership, make_user
from tests.reviews.decisions import award_of, change, make_examined, publish
from workflow.engine import Refused

ENVELOPE = Decimal(80_000)


@pytest.fixture
def examined(commune_a, commune_b, bob, ines) -> list[Application]:
    """Two dossiers before the committee."""
    call = make_limits_call()
    mayor = make_user("mayor@example.org", job_title="Maire")
    make_membership(mayor, commune_b, "representative")
    return [
        make_examined(holder=commune_a, by=bob, instructor=ines, call=call),
        make_examined(holder=commune_b, by=mayor, instructor=ines, call=call),
    ]


@pytest.fixture
def call(examined) -> Call:
    return examined[0].call


@pytest.fixture
def award(examined, call, ines, martin) -> Award:
    """The whole envelope, decided for the first dossier; the second is in reserve."""
    first = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    change(award_of(first, examined[0]), "selected", 80_000, by=ines)
    change(award_of(first, examined[1]), "reserve", by=ines)
    publish(first, instructor=ines, president=martin)
    return award_of(first, examined[0])


@pytest.fixture
def second(award, examined, call, ines) -> Decision:
    """20 000 € of it are free again, and proposed to the second dossier."""
    release(award, Decimal(20_000), reason="Un atelier de moins.", by=ines)
    made = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    change(award_of(made, examined[1]), "selected", 20_000, by=ines)
    return made


def refused(award: Award, amount: int, by) -> str:
    with pytest.raises(Refused) as refusal:
        release(award, Decimal(amount), reason="Retour.", by=by)
    return refusal.value.reasons[0].replace("\u00a0", " ")


def test_freed_money_is_decided_of_again_to_the_published_results(
    second, examined, call, ines, martin
):
    publish(second, instructor=ines, president=martin)
    assert Application.objects.get(pk=examined[1].pk).status == "selected"
    assert Award.objects.granted(call) == ENVELOPE


def test_one_cent_above_what_was_freed_is_refused(second, examined, ines):
    change(award_of(second, examined[1]), "selected", Decimal("20000.01"), by=ines)
    with pytest.raises(Refused, match="de trop"):
        DECISION.perform(second, "propose", by=ines)


def test_what_was_freed_comes_back_while_nobody_has_it(award, call, ines):
    release(award, Decimal(20_000), reason="Un atelier de moins.", by=ines)
    release(award, Decimal(0), reason="Il se tiendra.", by=ines)
    assert Award.objects.granted(call) == ENVELOPE


@pytest.mark.parametrize("is_published", [False, True])
def test_what_was_granted_since_does_not_come_back(award, second, call, ines, martin, is_published):
    if is_published:
        publish(second, instructor=ines, president=martin)
    else:
        DECISION.perform(second, "propose", by=ines)
        DECISION.perform(second, "validate", by=martin)
    said = refused(award, 19_999, ines)
    assert "Il reste 0 € dans l’enveloppe" in said and "1 € de plus" in said
    # More may be freed still.
    release(award, Decimal(30_000), reason="Deux ateliers de moins.", by=ines)
    release(award, Decimal(20_000), reason="Un seul.", by=ines)
    assert refused(award, 0, ines)
    assert Award.objects.get(pk=award.pk).release.amount == 20_000


def test_more_than_was_decided_is_not_freed(award, ines):
    assert "pas plus que les 80 000 € décidés" in refused(award, 80_001, ines)

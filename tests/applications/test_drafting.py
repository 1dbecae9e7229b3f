"""Writing a draft: nobody's text is overwritten, and only those who may write do."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from accounts.enums import MembershipStatus, Role
from applications import drafting
from applications.content import ActionContent, Budget, BudgetLine, Identity, Project, Territory
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Application
from tests.factories import make_application, make_call, make_commune, make_membership, make_user
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


@pytest.fixture
def application(alice, commune_a) -> Application:
    return make_application(holder=commune_a, by=alice)


def section(application: Application, key: str):
    return application.sections.select_related("application").get(key=key)


def test_a_new_dossier_is_numbered_prefilled_and_journaled(alice, commune_a):
    call = make_call(year=2027)
    first = make_application(holder=commune_a, by=alice, call=call)
    second = make_application(call=call)

    assert (first.reference, second.reference) == ("LIMITS-2027-0001", "LIMITS-2027-0002")
    assert set(first.sections.values_list("key", flat=True)) == set(drafting.CONTENT_TYPES)
    identity = section(first, SectionKey.IDENTITY).content
    assert (identity["city"], identity["postcode"]) == ("Loos", "59120")
    assert Event.objects.about(first).get().name == "application.create"


def test_a_second_dossier_of_the_same_holder_leads_to_the_first__UN_DOSSIER_PAR_PORTEUR(
    application, bob
):
    with pytest.raises(drafting.AlreadyOpen) as refusal:
        make_application(holder=application.holder, by=bob, call=application.call)

    assert refusal.value.existing == application
    assert Application.objects.count() == 1


def test_a_stranger_cannot_open_a_dossier_for_another_collectivite(charlie, commune_a):
    with pytest.raises(NotAllowed):
        make_application(holder=commune_a, by=charlie)

    assert not Application.objects.exists()


def test_a_save_raises_the_version_and_names_its_author(application, alice):
    saved = drafting.save_section(
        section(application, "territoire"), Territory(name="Flora Tristan"), version=0, by=alice
    )

    assert (saved.version, saved.saved_by, saved.content["name"]) == (1, alice, "Flora Tristan")


def test_a_stale_save_changes_nothing_and_shows_what_stands(application, alice, bob):
    row = section(application, "territoire")
    drafting.save_section(row, Territory(name="Le texte d'Alice"), version=0, by=alice)

    with pytest.raises(drafting.Conflict) as conflict:
        drafting.save_section(row, Territory(name="Le texte de Bob"), version=0, by=bob)

    assert conflict.value.current.content["name"] == "Le texte d'Alice"
    assert conflict.value.current.saved_by == alice
    assert section(application, "territoire").version == 1


def test_the_columns_of_the_dossier_follow_its_sections(application, alice, departements):
    drafting.save_section(
        section(application, "objectifs"), Project(title="LIMIT'S à Loos"), version=0, by=alice
    )
    drafting.save_section(
        section(application, "budget"),
        Budget(
            requested=[Decimal("100.50"), Decimal(20)],
            expenses=[
                BudgetLine(account="604", amounts=[Decimal(300)]),
                BudgetLine(account="864", amounts=[Decimal(50)]),
            ],
        ),
        version=0,
        by=alice,
    )
    drafting.save_section(
        section(application, "porteur"), Identity(departement="33"), version=0, by=alice
    )

    application.refresh_from_db()
    assert application.title == "LIMIT'S à Loos"
    assert application.requested_amount == Decimal("120.50")
    assert application.total_cost == 300  # without the contributions in kind
    assert application.departement_id == "33"


def test_a_filed_dossier_is_not_written(application, alice):
    row = section(application, "territoire")
    Application.objects.filter(pk=application.pk).update(status=ApplicationStatus.WITHDRAWN)

    with pytest.raises(Refused, match="ne se modifie plus"):
        drafting.save_section(row, Territory(name="x"), version=0, by=alice)

    assert section(application, "territoire").version == 0


@pytest.mark.parametrize("person", ["charlie", "dora", "edgar", "flora", "ines", "nora"])
def test_people_outside_the_team_never_write(application, person, request):
    stranger = request.getfixturevalue(person)

    with pytest.raises(NotAllowed):
        drafting.save_section(section(application, "budget"), Budget(), version=0, by=stranger)


def test_a_reader_of_the_team_does_not_write(application, commune_a):
    reader = make_user()
    make_membership(reader, commune_a, Role.READER)

    with pytest.raises(NotAllowed):
        drafting.save_section(section(application, "budget"), Budget(), version=0, by=reader)


def test_a_pending_member_writes_only_what_they_created(application):
    newcomer = make_user()
    commune = make_commune()
    for place in (commune, application.holder):
        make_membership(newcomer, place, Role.WRITER, MembershipStatus.PENDING)
    own = make_application(holder=commune, by=newcomer)

    drafting.save_section(
        section(own, "territoire"), Territory(name="À nous"), version=0, by=newcomer
    )
    with pytest.raises(NotAllowed):
        drafting.save_section(
            section(application, "territoire"), Territory(), version=0, by=newcomer
        )


def test_actions_are_added_moved_and_removed(application, alice):
    rows = [
        drafting.add_action(application, ActionContent(title=title), by=alice)
        for title in ("un", "deux", "trois")
    ]
    drafting.move_action(rows[2], up=True, by=alice)
    drafting.move_action(rows[0], up=True, by=alice)  # already first: nothing
    drafting.remove_action(rows[0], by=alice)

    assert [a.content["title"] for a in application.actions.all()] == ["trois", "deux"]
    kept = Event.objects.about(application).first()
    assert (kept.name, kept.payload["content"]["title"]) == ("application.action_removed", "un")


def test_an_action_moves_within_its_axis_as_the_page_shows_it(application, alice):
    plan = (("un", "axe-1"), ("deux", "axe-2"), ("trois", "axe-1"))
    rows = [
        drafting.add_action(application, ActionContent(title=title, axis=axis), by=alice)
        for title, axis in plan
    ]

    drafting.move_action(rows[0], up=False, by=alice)  # below « trois », over another axis
    drafting.move_action(rows[1], up=True, by=alice)  # alone in its axis: nothing

    assert [a.content["title"] for a in application.actions.all()] == ["trois", "deux", "un"]


def test_an_action_removed_meanwhile_is_said(application, alice, bob):
    action = drafting.add_action(application, ActionContent(title="un"), by=alice)
    drafting.remove_action(action, by=bob)

    with pytest.raises(Refused, match="supprimée par un collègue"):
        drafting.save_action(action, ActionContent(title="deux"), version=1, by=alice)


def in_threads(count: int, work) -> list:
    """Run `work(rank)` in threads that start together; return results and exceptions."""
    barrier = Barrier(count)

    def start(rank: int):
        barrier.wait()
        try:
            return work(rank)
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(start, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_saves_one_wins_and_the_other_is_told(application, alice, bob):
    row = section(application, "territoire")

    results = in_threads(
        8,
        lambda rank: drafting.save_section(
            row, Territory(name=f"texte {rank}"), version=0, by=(alice, bob)[rank % 2]
        ),
    )

    conflicts = [r for r in results if isinstance(r, drafting.Conflict)]
    winners = [r for r in results if not isinstance(r, Exception)]
    assert (len(winners), len(conflicts)) == (1, 7)
    assert section(application, "territoire").content["name"] == winners[0].content["name"]


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_openings_one_dossier_is_made__UN_DOSSIER_PAR_PORTEUR(alice, commune_a):
    call = make_call()

    results = in_threads(6, lambda rank: make_application(holder=commune_a, by=alice, call=call))

    assert Application.objects.count() == 1
    assert sum(isinstance(r, drafting.AlreadyOpen) for r in results) == 5

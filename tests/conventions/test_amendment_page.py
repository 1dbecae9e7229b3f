"""The page « Préparer un avenant »: the plan in force, prefilled; what is typed is never lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conventions.amended import Wanted
from conventions.amending import amend, state_in_force
from conventions.annexes import annexes
from conventions.models import Act, Amendment, Convention
from conventions.state import thawed
from conventions.workflow import ACT, CONVENTION
from tests.applications.dossiers import action, euros, valid_dossier
from tests.conventions.laureates import make_convention
from tests.conventions.plans import plan_with
from workflow.engine import Refused

REASON = "Le recrutement a pris six mois de retard."


@pytest.fixture
def convention(commune_a, prefecture_a, bob, ines, martin) -> Convention:
    """In force, on a plan of five actions, two of them in the first axis."""
    return in_force(commune_a, bob, ines, martin, extra=1)


def in_force(holder, bob, ines, martin, *, extra: int) -> Convention:
    more = [
        action(5 + n, "piloter", costs=euros(0, 0), requested=euros(0, 0)) for n in range(extra)
    ]
    dossier = valid_dossier(actions=[*valid_dossier().actions, *more])
    made = make_convention(
        holder=holder, by=bob, instructor=ines, president=martin, dossier=dossier
    )
    act = ACT.perform(made.acts.get(), "circulate", by=ines)
    Act.objects.filter(pk=act.pk).update(status="signed", signed_at=timezone.now())
    return CONVENTION.perform(made, "enter", by=None)


class Page:
    """The page as somebody opens it, then sends it with other values in it."""

    def __init__(self, browser, convention) -> None:
        self.browser = browser
        self.place = reverse("conventions:amend", args=[convention.reference])
        self.form = browser.get(self.place).context["form"]
        self.initial = {f.html_name: self._shown(f) for f in self.form if f.value() != []}
        self.ids = [a.id for a in state_in_force(convention).dossier.actions]

    def _shown(self, field) -> str:
        value = field.field.prepare_value(field.value())
        return "" if value in (None, False) else str(value)

    def name(self, rank: int, field: str) -> str:
        return f"action_{self.ids[rank - 1]}_{field}"

    def send(self, **values):
        data = {name: value for name, value in (self.initial | values).items() if value}
        return self.browser.post(self.place, data)


def html_of(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


def block_of(html: str, identity: object) -> str:
    """The accordion of an action."""
    sections = re.findall(r'<section class="fr-accordion">.*?</section>', html, re.DOTALL)
    return next(s for s in sections if f'aria-controls="action-{identity}"' in s)


def test_the_plan_in_force_is_shown_by_axis_and_closed(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    html = html_of(client_of(ines).get(page.place))
    assert html.index("Axe 1 – ") < html.index("Action 1.2 – ") < html.index("Axe 2 – ")
    assert html.count('aria-expanded="true" aria-controls="action-') == 0
    assert page.initial[page.name(1, "costs_0")].replace("\u00a0", " ") == "15 000"


def test_what_is_left_as_it_is_does_not_change(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    answer = page.send(reason=REASON)
    assert answer.status_code == 409
    assert "Rien ne change" in html_of(answer)


def test_several_actions_change_in_one_amendment(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    values = {
        page.name(1, "costs_0"): "12 000",
        page.name(1, "costs_1"): "18 000",
        page.name(3, "title"): "Un autre atelier",
        page.name(4, "requested_1"): "10 000,50",
        page.name(5, "is_removed"): "on",
    }
    answer = page.send(reason=REASON, **values)
    assert answer.status_code == 302
    changes = Amendment.objects.get().changes
    assert [c["label"] for c in changes] == [
        "Action 1.1, coût 2024",
        "Action 1.1, coût 2025",
        "Action 1.2 – Action 5",
        "Action 3.1, intitulé",
        "Action 4.1, part demandée à la MILDECA 2025",
    ]
    shown = html_of(page.browser.get(answer.url))
    assert "retirée du plan" in shown and "10 000,50 €" in shown
    after = thawed(Act.objects.get(number=1).versions.get())
    assert len(after.dossier.actions) == 4
    assert after.replanned_by == 1


def test_an_action_is_added_with_all_that_the_call_asks(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    wanted = {
        page.name(5, "is_removed"): "on",
        page.name(1, "costs_0"): "10 000",
        page.name(1, "requested_0"): "8 000",
        "action_new_title": "Médiation en soirée",
        "action_new_costs_0": "5 000",
        "action_new_requested_0": "3 000",
        "action_new_delegated_amount": "3 000",
    }
    answer = page.send(reason=REASON, **wanted)
    assert answer.status_code == 422
    for name in ("axis", "description", "expected_results", "ends_on", "delegated_amount"):
        assert answer.context["form"].errors[f"action_new_{name}"]
    wanted |= {
        "action_new_axis": "proteger",
        "action_new_description": "Deux soirs par semaine.",
        "action_new_starts_on": "2025-01-01",
        "action_new_ends_on": "2026-08-31",
        "action_new_public_kinds": ["youth"],
        "action_new_beneficiaries_count": "60",
        "action_new_expected_results": "Moins de jeunes dehors.",
        "action_new_operator_name": "AJM",
    }
    answer = page.send(reason=REASON, **wanted)
    assert list(answer.context["form"].errors) == ["action_new_operator_is_independent"]
    answer = page.send(reason=REASON, **wanted, action_new_operator_is_independent="on")
    assert answer.status_code == 302
    new = thawed(Act.objects.get(number=1).versions.get()).dossier.actions[-1]
    assert (new.content.axis, new.content.operator_name, new.content.cost) == (
        "proteger",
        "AJM",
        5_000,
    )
    text = "\n".join(map(str, annexes(thawed(Act.objects.get(number=1).versions.get()))))
    assert "Médiation en soirée" in text and "Non renseigné" not in text


def test_bad_values_keep_all_that_was_typed_and_open_what_is_wrong(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    wrong = {
        page.name(1, "costs_0"): "douze",
        page.name(2, "requested_0"): "15 000,01",
        page.name(3, "description"): "Un texte nouveau",
        page.name(4, "title"): "x" * 191,
    }
    answer = page.send(reason=REASON, **wrong)
    html = html_of(answer)
    assert answer.status_code == 422
    for typed in wrong.values():
        assert typed in html
    for rank in (1, 2, 3, 4):
        assert 'aria-expanded="true"' in block_of(html, page.ids[rank - 1])
    assert 'aria-expanded="false"' in block_of(html, page.ids[4])
    # A sentence beside the field, and nothing about sums of a cost that could not be read.
    assert "15 000,01 €) dépasse le coût" in block_of(html, page.ids[1])
    assert "dépasse le coût" not in block_of(html, page.ids[0])
    assert Act.objects.count() == 1


def test_a_refusal_says_what_to_do_and_keeps_all_that_was_typed(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    typed = {page.name(2, "is_removed"): "on", page.name(1, "title"): "Un titre nouveau"}
    answer = page.send(reason=REASON, **typed)
    html = html_of(answer)
    assert answer.status_code == 409
    assert "gardez-en une, ou ajoutez-en une dans le même avenant" in html
    assert "Un titre nouveau" in html and REASON in html
    assert "checked" in block_of(html, page.ids[1])


def test_a_page_drawn_before_another_amendment_is_not_taken(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    before = state_in_force(convention)
    act = amend(convention, Wanted(plan=plan_with(before, 1, title="Neuf")), reason=REASON, by=ines)
    Act.objects.filter(pk=act.pk).update(status="signed", signed_at=timezone.now())
    answer = page.send(reason=REASON, ends_on="2027-08-31")
    assert answer.status_code == 422
    assert "a changé depuis l’affichage" in html_of(answer)
    assert Act.objects.count() == 2


def test_an_amendment_signed_while_the_page_was_being_sent_is_not_undone(convention, ines):
    read = state_in_force(convention)
    act = amend(convention, Wanted(plan=plan_with(read, 1, title="Neuf")), reason=REASON, by=ines)
    Act.objects.filter(pk=act.pk).update(status="signed", signed_at=timezone.now())
    wanted = Wanted(plan=plan_with(read, 2, title="Autre"))
    with pytest.raises(Refused, match="a changé depuis l’affichage"):
        amend(convention, wanted, reason=REASON, by=ines, since=read.act)
    assert Act.objects.count() == 2


def test_what_is_typed_above_an_action_taken_out_is_not_judged(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    typed = {page.name(5, "title"): "", page.name(5, "costs_0"): "douze"}
    answer = page.send(reason=REASON, **typed, **{page.name(5, "is_removed"): "on"})
    assert answer.status_code == 302
    assert [c["after"] for c in Amendment.objects.get().changes] == ["retirée du plan"]


def test_what_was_typed_for_a_convention_ended_meanwhile_is_given_back(client_of, convention, ines):
    page = Page(client_of(ines), convention)
    Convention.objects.filter(pk=convention.pk).update(status="terminated")
    answer = page.send(reason=REASON, **{page.name(1, "title"): "Un titre nouveau"})
    html = html_of(answer)
    assert answer.status_code == 409
    assert REASON in html and "Un titre nouveau" in html
    # What the page proposed and was left as it is was written by nobody.
    assert "Action 1.1 – intitulé" in html and "Action 2.1 – intitulé" not in html


def test_the_next_amendment_starts_from_the_plan_amended(client_of, convention, ines):
    before = state_in_force(convention)
    plan = plan_with(before, 1, costs=[*before.dossier.actions[0].content.costs][:1])
    plan = tuple(a for a in plan if a.position != 5)
    wanted = Wanted(plan=plan_with_shares(plan))
    act = amend(convention, wanted, reason=REASON, by=ines)
    Act.objects.filter(pk=act.pk).update(status="signed", signed_at=timezone.now())
    page = Page(client_of(ines), convention)
    assert len(page.ids) == 4
    assert page.initial[page.name(1, "costs_1")] == "0"


def plan_with_shares(plan):
    first = plan[0].content
    return (
        plan[0].model_copy(
            update={"content": first.model_copy(update={"requested": first.requested[:1]})}
        ),
        *plan[1:],
    )


def test_the_number_of_queries_does_not_grow_with_the_plan(
    client_of, commune_a, commune_b, prefecture_a, bob, ines, martin
):
    made = in_force(commune_a, bob, ines, martin, extra=0)
    place = reverse("conventions:amend", args=[made.reference])
    browser = client_of(ines)
    browser.get(place)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            page = browser.get(place)
        return len(captured), len(page.context["form"].plan.numbers)

    few, actions = asked()
    act = made.acts.get()
    version = act.last_version()
    state = version.state
    plan = state["dossier"]["actions"]
    state["dossier"]["actions"] = plan + [
        plan[0] | {"id": 100 + n, "position": 100 + n} for n in range(12)
    ]
    version.pk, version.number = None, version.number + 1
    version.save(force_insert=True)
    many, more = asked()
    assert (actions, more) == (4, 16)
    assert many == few

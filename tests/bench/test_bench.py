"""The benchmark measures what it says: forms read as a browser reads them, honest verdicts."""

import json

import pytest

from bench import report
from bench.browser import Answer, Unexpected, form_with
from bench.measures import Goal, Row, exponent, in_turn, row_of


def answer(elapsed: float, queries: int = 3, hashing: float = 0) -> Answer:
    return Answer(200, {}, b"page", elapsed, "/", queries, elapsed / 2, hashing / 2, hashing)


def test_a_form_is_read_as_a_browser_sends_it():
    page = """
      <form><input name="q"></form>
      <form>
        <input type="hidden" name="csrfmiddlewaretoken" value="x"><input name="version" value="3">
        <input type="checkbox" name="a" value="1" checked><input type="checkbox" name="b">
        <input type="radio" name="r" value="non"><input type="radio" name="r" value="oui" checked>
        <select name="s"><option value="">…<option value="2" selected>Deux</select>
        <select name="t"><option value="1">Un</select>
        <textarea name="texte">\n&lt;b&gt; deux\nlignes</textarea>
        <template><input name="copie" value="x"></template>
        <button name="go" value="next">Enregistrer</button>
      </form>"""
    assert form_with(page, "version") == [
        ("version", "3"),
        ("a", "1"),
        ("r", "oui"),
        ("s", "2"),
        ("t", "1"),
        ("texte", "<b> deux\nlignes"),
    ]
    with pytest.raises(Unexpected):
        form_with(page, "absent")


def test_ours_and_the_floor_are_asked_by_turns():
    asked = []
    ours, floors = in_turn(
        lambda: asked.append("ours") or answer(0.004),
        lambda: asked.append("floor") or answer(0.001),
        rounds=5,
        seconds=60,
    )
    assert asked == ["floor", "ours"] * (len(asked) // 2)
    assert len(ours) == len(floors) == 5


@pytest.mark.parametrize(
    ("elapsed", "queries", "met"), [(0.005, 8, True), (0.0051, 8, False), (0.005, 9, False)]
)
def test_a_goal_is_met_only_when_time_and_queries_both_are(elapsed, queries, met):
    answers = ([answer(elapsed, queries)] * 5, [answer(0.001)] * 5)
    row = row_of("Section", "page", 200, answers, "F", Goal(ratio=5, queries=8))
    assert row.met is met


def test_the_hashing_of_passwords_is_left_aside_where_said():
    answers = ([answer(0.104, hashing=0.1)] * 5, [answer(0.001)] * 5)
    row = row_of("Connexion", "save", 1, answers, "F", Goal(ratio=4), without_hashing=True)
    assert row.median_ms == pytest.approx(4)
    assert row.met


def test_the_exponent_says_how_time_grows():
    small = Row("x", "page", 200, ratio_to_floor=2.0)
    assert exponent(small, Row("x", "page", 1000, ratio_to_floor=2.0)) == 0
    assert exponent(small, Row("x", "page", 1000, ratio_to_floor=10.0)) == 1


def test_results_are_written_for_machines_and_for_people(tmp_path, monkeypatch, db):
    document = tmp_path / "performance.md"
    document.write_text(f"Avant\n{report.START}\nancien\n{report.END}\nAprès\n")
    monkeypatch.setattr(report, "DOCUMENT", document)
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results" / "latest.json")
    from datetime import UTC, datetime

    answers = ([answer(0.006, 8)] * 5, [answer(0.001)] * 5)
    rows = [row_of("Section", "page", 200, answers, "F", Goal(ratio=5, queries=8))]
    report.write(rows, report.meta(datetime.now(UTC), [0.5, 0.7]))
    written = json.loads((tmp_path / "results" / "latest.json").read_text())
    assert written["rows"][0]["ratio_to_floor"] == 6
    assert written["rows"][0]["met"] is False
    assert {"date", "machine", "versions", "load_average", "seed"} <= written["meta"].keys()
    text = document.read_text()
    assert text.startswith("Avant\n")
    assert text.endswith("Après\n")
    assert "ancien" not in text
    assert "| Section | 200 |" in text
    assert "**non**" in text

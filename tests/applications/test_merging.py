"""Two texts of one section: nothing typed by either is lost without being shown."""

from hypothesis import given
from hypothesis import strategies as st

from applications.merging import (
    ABSENT,
    Lines,
    Shape,
    fingerprints,
    get_path,
    join,
    merge,
    set_path,
    units,
)

LINE = ("text", "role", "amounts__0", "amounts__1")
SHAPE = Shape(("name", "person__email"), {"lines": Lines("id", LINE)})


def content(name="", email="", **lines):
    return {
        "name": name,
        "person": {"email": email},
        "lines": [{"id": i, "text": text} for i, text in lines.items()],
    }


def merged(base, mine, theirs):
    return merge(fingerprints(base, SHAPE), units(mine, SHAPE), units(theirs, SHAPE), SHAPE)


def line(text="", role="", *amounts):
    return content() | {
        "lines": [{"id": "a", "text": text, "role": role, "amounts": list(amounts)}]
    }


def test_different_fields_are_both_kept():
    found = merged(content(), content(name="Moi"), content(email="eux@ville.fr"))

    assert not found.asked
    assert join(content(), SHAPE, found.kept) == content("Moi", "eux@ville.fr")
    assert found.theirs == ["person__email"]


def test_the_same_field_is_asked_about_and_the_own_text_stays_at_hand():
    found = merged(content("Avant"), content("Moi"), content("Eux"))

    assert found.asked == ["name"]
    assert found.kept["name"] == "Moi"


def test_the_same_change_twice_is_no_conflict():
    assert not merged(content("Avant"), content("Pareil"), content("Pareil")).asked


def test_without_a_base_every_difference_is_asked():
    mine, theirs = content("Moi"), content("Eux", "e@v.fr")
    found = merge({}, units(mine, SHAPE), units(theirs, SHAPE), SHAPE)

    assert found.asked == ["name", "person__email"]


def test_lines_of_both_are_kept():
    found = merged(content(a="1"), content(a="1", b="moi"), content(a="1", c="eux"))

    assert not found.asked
    assert join(content(), SHAPE, found.kept) == content(a="1", b="moi", c="eux")


def test_a_line_they_removed_and_i_left_is_removed():
    found = merged(content(a="1", b="2"), content(a="1", b="2"), content(a="1"))

    assert not found.asked
    assert join(content(), SHAPE, found.kept) == content(a="1")


def test_a_line_they_removed_and_i_changed_is_asked_about():
    found = merged(content(a="1"), content(a="changé"), content())

    assert found.asked == ["lines:a"]
    assert found.kept["lines:a"] == {"id": "a", "text": "changé"}


def test_a_line_i_removed_and_they_changed_is_asked_about():
    found = merged(content(a="1"), content(), content(a="changé"))

    assert found.asked == ["lines:a"]
    assert found.kept["lines:a"] is ABSENT


def test_two_fields_of_one_line_are_both_kept():
    found = merged(line("avant", "avant"), line("moi", "avant"), line("avant", "eux"))

    assert not found.asked
    assert join(content(), SHAPE, found.kept) == line("moi", "eux")
    assert found.theirs == ["lines:a:role"]


def test_two_years_of_one_line_are_both_kept():
    found = merged(line("x", "y"), line("x", "y", "1", "0.00"), line("x", "y", "0.00", "2"))

    assert not found.asked
    assert join(content(), SHAPE, found.kept) == line("x", "y", "1", "2")


def test_a_year_my_page_did_not_have_is_taken_from_theirs():
    found = merged(line("x"), line("moi", "", "0.00"), line("x", "", "0.00", "2"))

    assert not found.asked
    assert join(content(), SHAPE, found.kept) == line("moi", "", "0.00", "2")


def test_one_field_of_one_line_changed_twice_is_asked_about_alone():
    found = merged(line("avant", "avant"), line("moi", "moi"), line("eux", "avant"))

    assert found.asked == ["lines:a:text"]
    assert join(content(), SHAPE, found.kept) == line("moi", "moi")


texts = st.sampled_from(["", "a", "b", "c"])
contents = st.builds(content, texts, texts, x=texts, y=texts) | st.builds(
    content, texts, texts, x=texts
)


@given(base=contents, mine=contents, theirs=contents)
def test_no_value_of_either_is_lost_without_being_asked(base, mine, theirs):
    """A unit ends as mine, as theirs when I had not touched it, or it is asked about."""
    found = merged(base, mine, theirs)
    before, own, other = (units(c, SHAPE) for c in (base, mine, theirs))
    for unit in {**own, **other}:
        end = found.kept[unit]
        values = [source.get(unit, ABSENT) for source in (before, own, other)]
        if unit in found.asked:
            assert values[1] != values[2] != values[0] != values[1]
        elif values[1] != values[0]:
            assert end == values[1]
        else:
            assert end == values[2]


values = st.sampled_from(["", "a", "b", "c"])
euros = st.sampled_from(["0.00", "1.00", "2.00"])
lines = st.builds(line, values, values, euros, euros)


@given(base=lines, mine=lines, theirs=lines)
def test_no_field_of_a_line_is_lost_without_being_asked(base, mine, theirs):
    """Each field ends as mine, as theirs when I had not touched it, or it is asked about."""
    found = merged(base, mine, theirs)
    end = found.kept["lines:a"]
    for name in LINE:
        before, own, other = (get_path(c["lines"][0], name) for c in (base, mine, theirs))
        kept = get_path(end, name)
        if f"lines:a:{name}" in found.asked:
            assert own != other != before != own
            assert kept == own
        else:
            assert kept == (own if own != before else other)


def test_paths_reach_persons_and_years():
    data = {"amounts": []}
    set_path(data, "amounts__2", 5)
    set_path(data, "person__email", "a@b.fr")

    assert data == {"amounts": [0, 0, 5], "person": {"email": "a@b.fr"}}
    assert get_path(data, "amounts__2") == 5
    assert get_path(data, "amounts__3") is None
    assert get_path(data, "unknown__deep") is None

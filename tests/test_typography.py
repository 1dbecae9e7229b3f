"""French typography of what the portal itself says: no-break spaces before « : ; ? ! » € % and inside « »."""

import re

import pytest

from tests.test_house import name, tracked

# Django's own marks, taken out of the text; what is quoted inside them is said too.
MARKS = re.compile(
    r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|\{[%{].*?[%}]\}", re.DOTALL
)
SIGN = r"[:;?!»%€](?![\w=])"
BREAKS = re.compile(rf"(?<=\S)\s(?={SIGN})|(?<=«)\s")
QUOTED = re.compile(r"\"[^\"\n]*\"")
QUOTED_BREAKS = re.compile(rf"[ \n](?={SIGN})|(?<=«)[ \n]")


def breaking(text: str) -> list[str]:
    """Where a line may break before a sign, or just inside the quotation marks."""
    marks = list(MARKS.finditer(text))
    said = MARKS.sub(lambda mark: "\x00" * len(mark[0]), text)
    places = [m.start() for m in BREAKS.finditer(said) if said[m.start()] in " \n"]
    for mark in marks:
        if mark[0][1] == "#" or "comment" in mark[0][:12]:
            continue
        for quoted in QUOTED.finditer(text, mark.start(), mark.end()):
            places += [m.start() for m in QUOTED_BREAKS.finditer(text, *quoted.span())]
    return [" ".join(text[max(0, place - 30) : place + 10].split()) for place in places]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Deux choix : oui", 1),
        ("{{ share }} %", 1),
        ("« nom\u00a0»", 1),
        ("Prêt&nbsp;? <b>Oui</b> !", 1),
        ('{% include "x.html" with title="Prêt ?" %}', 1),
        ('{{ names|join:" ; " }}', 1),
        ("{% if a != b %}«&nbsp;nom&nbsp;»\u00a0: 12\u00a0%{% endif %} {# a : b #}", 0),
        ('<a href="?page=2" class="a b">2</a>', 0),
    ],
)
def test_a_breaking_space_is_told_from_a_sign_of_the_template(text, count):
    assert len(breaking(text)) == count


def test_no_template_lets_a_line_break_before_a_sign():
    pages = tracked("templates/**/*.html", "templates/*.html", "templates/**/*.txt")
    found = {name(page): breaking(page.read_text(encoding="utf-8")) for page in pages}
    assert {page: places for page, places in found.items() if places} == {}

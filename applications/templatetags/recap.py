"""The blocks of a recap, drawn by Python: a whole dossier has more than a hundred (ADR 0010)."""

from django import template
from django.utils.safestring import SafeString

from applications.recap.blocks import Block, Check, Checks, Fields, Note, Prose, Row, Table, Title
from limits_portal.forms.drawing import text

register = template.Library()

MISSING = ' class="recap-missing"'


@register.simple_tag
def recap_block(block: Block) -> SafeString:
    """One block, as a page shows it."""
    match block:
        case Fields():
            drawn = _fields(block)
        case Prose():
            drawn = _prose(block)
        case Table():
            drawn = _table(block)
        case Checks():
            drawn = f'<ul class="recap-checks">{"".join(map(_check, block.items))}</ul>'
        case Title():
            drawn = _title(block)
        case Note():
            drawn = f'<p class="recap-missing">{text(block.text)}</p>'
    return SafeString(f"{drawn}\n")


def _fields(block: Fields) -> str:
    rows = "".join(
        f"<div><dt>{text(row.label)}</dt>"
        f"<dd{MISSING if row.is_missing else ''}>{text(row.value)}</dd></div>"
        for row in block.rows
    )
    return f'<dl class="recap-fields">{rows}</dl>'


def _prose(block: Prose) -> str:
    kind = MISSING if block.is_missing else ""
    paragraphs = "".join(f"<p{kind}>{text(paragraph)}</p>" for paragraph in block.paragraphs)
    return (
        f'<div class="recap-prose"><p class="recap-label">{text(block.label)}</p>{paragraphs}</div>'
    )


def _table(block: Table) -> str:
    caption = text(block.caption)
    headings = "".join(
        f'<th scope="col">{text(heading)}</th>' if heading else "<td></td>"
        for heading in block.headings
    )
    figures = " recap-table--figures" if block.is_numeric else ""
    return (
        f'<div class="recap-table{figures}" role="group" aria-label="{caption}" tabindex="0">\n'
        f"<table><caption>{caption}</caption><thead><tr>{headings}</tr></thead>\n"
        f"<tbody>{''.join(map(_row, block.rows))}</tbody></table></div>"
    )


def _row(row: Row) -> str:
    if row.is_group:
        return (
            f'<tr class="recap-group"><th scope="colgroup" colspan="{len(row.cells)}">'
            f"{text(row.head)}</th></tr>\n"
        )
    cells = "".join(f"<td>{text(cell)}</td>" for cell in row.rest)
    total = ' class="recap-total"' if row.is_total else ""
    return f'<tr{total}><th scope="row">{text(row.head)}</th>{cells}</tr>\n'


def _check(check: Check) -> str:
    icon = "checkbox-circle-line" if check.is_ticked else "close-circle-line"
    kind, word = ("fr-sr-only", "coché") if check.is_ticked else ("recap-missing", "non coché")
    return (
        f'<li><span class="fr-icon-{icon}" aria-hidden="true"></span> {text(check.text)} '
        f'<span class="{kind}">({word})</span></li>\n'
    )


def _title(block: Title) -> str:
    if block.is_inner:
        return f'<h5 class="fr-h6 fr-mb-1w">{text(block.text)}</h5>'
    note = f" <span>{text(block.note)}</span>" if block.note else ""
    return f'<h4 class="fr-h6 fr-mb-1w recap-axis">{text(block.text)}{note}</h4>'

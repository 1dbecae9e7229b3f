"""The document that the parties sign: drawn from a version, the same bytes for the same issue (C-4.2e).

PDF/A-3a and PDF/UA-1, Marianne alone, its data carried inside as JSON, a QR code and the mark of
its content on every page, one empty field a party. Drawn by a worker, never in a request.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from applications.snapshot import as_text, digest
from conventions.annexes import annexes
from conventions.enums import Party
from conventions.filling import Filled, fill
from conventions.models import Issue, Version
from conventions.qr import MM, operators
from conventions.signing import marks, seal
from conventions.signing.fields import Box, add_fields
from conventions.state import PartyState, State, thawed
from limits_portal import french, pdf
from limits_portal.pdf_finishing import finished
from limits_portal.printouts import Workshop

TEMPLATE_VERSION = "2024-3"
TEMPLATE = "conventions/pdf/convention.html"
# The QR code in the lower left corner, inside the margin.
CODE_LEFT, CODE_BOTTOM, CODE_SIZE = 20 * MM, 9 * MM, 16 * MM


@dataclass(frozen=True)
class Chapter:
    """An article, numbered from 1, with its text filled."""

    number: int
    code: str
    title: str
    blocks: list[Filled]


@dataclass(frozen=True)
class SignatureBlock:
    """Where a party signs, and in whose name."""

    party: str
    on_behalf: str
    function: str
    name: str


def chapters(version: Version, state: State) -> list[Chapter]:
    """The articles of a version as they read."""
    return [
        Chapter(
            number,
            article["code"],
            french.apostrophes(article["title"]),
            fill(article["body"], state),
        )
        for number, article in enumerate(version.articles, start=1)
    ]


def signature_blocks(state: State, order: Sequence[str]) -> list[SignatureBlock]:
    """The parties in the order in which they sign."""
    parties = parties_of(state)
    return [
        SignatureBlock(
            party=party,
            on_behalf=f"Pour {parties[party].designation}",
            function=parties[party].function,
            name=parties[party].represented_by,
        )
        for party in order
    ]


def parties_of(state: State) -> dict[str, PartyState]:
    """The three parties by name."""
    return {
        Party.HOLDER: state.holder,
        Party.PREFECTURE: state.prefecture,
        Party.MILDECA: state.mildeca,
    }


def values(
    version: Version, order: Sequence[str], *, number: int = 0, mark: str = ""
) -> dict[str, Any]:
    """What the document says, formatted. `number` is the issue's; 0 for a draft, which has no mark."""
    state, act = thawed(version), version.act
    return {
        "brand": settings.BRAND,
        "operator": settings.OPERATOR,
        "is_draft": not number,
        "issue": number,
        "version": version.number,
        "mark": mark,
        "address": f"{settings.BASE_URL}/verifier/",
        "reference": state.reference,
        "amendment": act.number,
        "call": french.apostrophes(state.call),
        "project": french.apostrophes(state.dossier.project.title.strip()),
        "state": state,
        "amount": french.euros(state.agreed),
        "period": f"du {french.long_date(state.starts_on)} au {french.long_date(state.ends_on)}",
        "visas": [fill(visa["body"], state) for visa in version.visas],
        "preamble": fill(state.preamble, state),
        "chapters": chapters(version, state),
        "annexes": annexes(state),
        "signatures": signature_blocks(state, order),
    }


def data_of(version: Version) -> str:
    """The data and the wording of a version, as the JSON carried by the document."""
    return as_text(
        {
            "reference": version.state["reference"],
            "act": version.act.number,
            "version": version.number,
            "state": version.state,
            "visas": version.visas,
            "articles": version.articles,
        }
    )


def unsigned(issue: Issue) -> pdf.Document:
    """The document of an issue before its seal: the same issue gives the same bytes."""
    version, mark = issue.version, marks.mark_of(issue)
    drawn = pdf.render(
        TEMPLATE,
        values(version, issue.order, number=issue.number, mark=mark.code),
        reference=f"{mark.code}/{TEMPLATE_VERSION}",
        made_at=issue.issued_at,
        joined=pdf.Joined(
            name=f"{mark.reference}.json",
            description="Données et articles de la convention",
            text=data_of(version),
        ),
    )

    def code(page: int) -> bytes:
        address = mark._replace(page=page).address
        return operators(address, left=CODE_LEFT, bottom=CODE_BOTTOM, size=CODE_SIZE)

    boxes = {Party(party): Box(*drawn.places[f"place-{party}"]) for party in issue.order}
    content = add_fields(finished(drawn.content, code), boxes)
    return pdf.Document(content, drawn.pages, drawn.places)


def draw(issue: Issue) -> pdf.Document:
    """The sealed document of an issue, ready to be signed."""
    document = unsigned(issue)
    Issue.objects.filter(pk=issue.pk).update(pages=document.pages)
    return pdf.Document(seal.certify(document.content), document.pages, document.places)


WORKSHOP = Workshop(
    rows=lambda: Issue.objects.filter(voided_at=None).select_related(
        "version__act__convention", "act__convention"
    ),
    draw=draw,
    folder="conventions/editions",
    version=TEMPLATE_VERSION,
)


def draw_draft(
    version: Version, order: Sequence[str], on_page: Callable[[int], None] | None = None
) -> pdf.Document:
    """A version under discussion, marked « projet » on every page, with nothing to sign."""
    made_at = version.made_at
    drawn = pdf.render(
        TEMPLATE,
        values(version, order),
        reference=f"{version.state['reference']}/{version.act.number}/{digest(data_of(version))}",
        made_at=made_at,
        on_page=on_page,
    )
    return pdf.Document(finished(drawn.content), drawn.pages, drawn.places)

"""A call as one document: what `load_call` reads, what a copy starts from.

The columns and content of `Call` are of this app; criteria and articles belong to apps above,
which hang their share here (`register`, from their AppConfig) so that loading, copying and
comparing a call always takes all of it (ADR 0006).
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, ValidationError

from applications.call_content import CallContent, Code, Part
from applications.models import Call

COLUMNS = (
    "title",
    "year",
    "opens_at",
    "closes_at",
    "ceiling_amount",
    "envelope_amount",
    "durations",
    "admits_epci",
)


class BadCallFile(Exception):
    """A call's document cannot be used; `problems` are French sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class CallFile(Part):
    """Columns and content of a call, as the data file gives them."""

    slug: Code
    title: Annotated[str, Field(min_length=1, max_length=200)]
    year: Annotated[int, Field(ge=2000, le=2100)]
    is_published: bool = False
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    ceiling_amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    envelope_amount: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)] | None = None
    durations: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(min_length=1)]
    admits_epci: bool = True
    notes: list[str] = Field(default_factory=list)  # how the sources were read; not stored
    content: CallContent


@dataclass(frozen=True)
class CallShare:
    """What another app keeps of a call.

    `check` types plain JSON data (raises pydantic's ValidationError); `write` makes it the
    call's, whatever was there; `read` returns it back as plain JSON data. `absent` makes what an
    older file without this share is taken to say; `later` moves its dates by some years.
    """

    key: str
    label: str  # in French, plural
    check: Callable[[Any], Any]
    write: Callable[[Call, Any], None]
    read: Callable[[Call], Any]
    absent: Callable[[], Any] = list
    later: Callable[[Any, int], Any] = lambda data, years: data


_shares: dict[str, CallShare] = {}


def register(share: CallShare) -> None:
    """Hang an app's share on calls; done once, by its AppConfig."""
    _shares[share.key] = share


def shares() -> list[CallShare]:
    """Every share, in the order of the staircase."""
    return list(_shares.values())


@dataclass(frozen=True)
class CallDocument:
    """A call's document, wholly checked: nothing left to refuse when it is written."""

    file: CallFile
    parts: dict[str, Any]

    def write_parts(self, call: Call) -> None:
        """Give each app its share."""
        for share in shares():
            share.write(call, self.parts[share.key])


def parse(text: str) -> CallDocument:
    """Check a document given as JSON text. Raises BadCallFile, naming each bad field."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadCallFile(f"Ce n'est pas du JSON : ligne {error.lineno}, {error.msg}.") from error
    return check(data)


def check(data: Any) -> CallDocument:
    """Check a document given as plain data. Raises BadCallFile, naming each bad field."""
    if not isinstance(data, dict):
        raise BadCallFile("Le document d'un appel est un objet JSON.")
    rest = dict(data)
    problems: list[str] = []
    parts: dict[str, Any] = {}
    for share in shares():
        try:
            parts[share.key] = share.check(rest.pop(share.key, share.absent()))
        except ValidationError as error:
            problems += sentences(error, under=share.key)
    try:
        file = CallFile.model_validate(rest)
    except ValidationError as error:
        raise BadCallFile(*sentences(error), *problems) from error
    if file.closes_at <= file.opens_at:
        problems.append("closes_at : la clôture doit suivre l'ouverture.")
    if problems:
        raise BadCallFile(*problems)
    return CallDocument(file=file, parts=parts)


def dump(call: Call) -> dict[str, Any]:
    """Return the whole call as plain JSON data, in the shape of the data file."""
    columns = {name: getattr(call, name) for name in COLUMNS}
    file = CallFile(slug=call.slug, is_published=call.is_published, content=call.texts, **columns)
    data = file.model_dump(mode="json", exclude={"notes"})
    for name in ("opens_at", "closes_at"):
        data[name] = getattr(call, name).astimezone(UTC).isoformat()
    for name in ("ceiling_amount", "envelope_amount"):
        amount = getattr(call, name)
        data[name] = None if amount is None else f"{amount:.2f}"
    return data | {share.key: share.read(call) for share in shares()}


def fingerprint(data: dict[str, Any]) -> str:
    """SHA-256 of a dumped call, publication left aside: what an edit changes."""
    kept = {key: value for key, value in data.items() if key != "is_published"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


FRENCH = {
    "missing": "ce champ manque",
    "extra_forbidden": "ce champ n'est pas connu",
    "timezone_aware": "l'instant doit dire son décalage horaire (« +02:00 »)",
    "string_pattern_mismatch": "un code s'écrit en minuscules, chiffres et tirets",
}


def sentences(error: ValidationError, *, under: str = "") -> list[str]:
    """One sentence an error, each naming its field by its path."""
    lines = []
    for item in error.errors():
        path = ".".join(str(step) for step in ([under] if under else []) + list(item["loc"]))
        reason = FRENCH.get(item["type"]) or item["msg"].removeprefix("Value error, ")
        lines.append(f"{path or 'document'} : {reason}.")
    return lines

"""A whole dossier point by point, in words: what a remark is anchored to, what two filings differ by.

Drawn from the very forms it is typed in, so that a point has the same name and the same words
everywhere. Units are those of `applications.scope`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from applications.call_content import CallContent
from applications.content import Content, Dossier
from applications.enums import SectionKey
from applications.forms.actions import ACTION
from applications.forms.display import in_words
from applications.forms.sheet import DraftForm, LineType, Setting, SheetType
from applications.merging import get_path
from applications.models import Application, Snapshot
from applications.scope import FIELDS
from applications.sections import PAGES
from applications.snapshot import thaw
from limits_portal.french import file_size

# From this many characters on, an answer stands under its label rather than beside it.
LONG = 90


@dataclass(frozen=True)
class Point:
    """One field of the dossier: its unit, its label, its value in words ("" when unanswered)."""

    unit: str
    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True)
class Part:
    """Points under one heading: a line, an action; `unit` anchors a remark to all of it."""

    unit: str
    title: str
    points: tuple[Point, ...]
    is_inner: bool = False


@dataclass(frozen=True)
class Chapter:
    """A section of the dossier."""

    key: str
    number: int
    label: str
    parts: tuple[Part, ...]


class PlanOf(Setting):
    """The setting of a frozen dossier: its actions are its own, not those of today's plan."""

    @property
    def actions(self) -> tuple[tuple[int, str], ...]:
        """Identifier and title of the frozen plan's actions."""
        return self.__dict__["frozen"]


def setting_of(application: Application, dossier: Dossier, texts: CallContent) -> Setting:
    """What the forms need to know to say a frozen dossier in words."""
    setting = PlanOf(application, texts, dossier.project)
    setting.__dict__["frozen"] = tuple((a.id, a.content.title) for a in dossier.actions)
    return setting


@dataclass(frozen=True)
class Filing:
    """A filing as its outline needs it. It never changes: its fingerprint and the call's say it all."""

    fingerprint: str
    application: Application = field(compare=False)
    snapshot: Snapshot = field(compare=False)

    @classmethod
    def of(cls, application: Application, snapshot: Snapshot) -> "Filing":
        """A filing of this dossier, whose call is read."""
        texts = sha256(json.dumps(application.call.content).encode()).hexdigest()
        return cls(f"{snapshot.pk} {snapshot.sha256} {texts}", application, snapshot)


@lru_cache(maxsize=32)
def outline_of(filing: Filing) -> tuple[Chapter, ...]:
    """The outline of a filing: building the forms of a whole dossier is slow, and done once."""
    texts = filing.application.call.texts
    return outline(filing.application, thaw(filing.snapshot), texts)


def outline(application: Application, dossier: Dossier, texts: CallContent) -> tuple[Chapter, ...]:
    """Return every point of a dossier, section by section, in the order of the form."""
    setting = setting_of(application, dossier, texts)
    chapters = []
    for number, key in enumerate(SectionKey, start=1):
        if key == SectionKey.ACTIONS:
            parts = _actions(dossier, setting)
        elif key == SectionKey.DOCUMENTS:
            parts = _documents(dossier, texts)
        else:
            drawn = _Drawn.of(PAGES[key].sheet, setting)
            parts = tuple(drawn.parts(getattr(dossier, FIELDS[key])))
        chapters.append(Chapter(str(key), number, str(key.label), parts))
    return tuple(chapters)


@dataclass(frozen=True)
class _Drawn:
    """The forms of a kind of document, made once whatever the number of its lines."""

    kind: SheetType
    main: DraftForm
    lines: tuple[tuple[LineType, DraftForm, dict[str, str]], ...]

    @classmethod
    def of(cls, kind: SheetType, setting: Setting) -> "_Drawn":
        return cls(
            kind,
            kind.form(setting=setting),
            tuple(
                (line, line.form(setting=setting), dict(line.fixed(setting)) if line.fixed else {})
                for line in kind.lines
            ),
        )

    def parts(self, content: Content, prefix: str = "") -> Iterator[Part]:
        """What the document says, then each of its lines."""
        values = content.model_dump()
        yield Part(prefix.rstrip("/"), "", tuple(_points(self.main, values, prefix)))
        for kind, form, titles in self.lines:
            for rank, stored in enumerate(values[kind.field], start=1):
                line = stored[kind.key]
                unit = f"{prefix}{kind.field}:{line}"
                title = titles.get(line) or f"{kind.title} – {kind.noun} n° {rank}"
                points = tuple(_points(form, stored, f"{unit}:"))
                yield Part(unit, title, points, is_inner=True)


def _points(form: DraftForm, values: dict[str, Any], prefix: str) -> Iterator[Point]:
    for name, base in form.base_fields.items():
        value = get_path(values, name)
        # An amount in a year that the project no longer has is still said.
        if name not in form.fields and not value:
            continue
        field = form.fields.get(name, base)
        words = in_words(field, value)
        yield Point(f"{prefix}{name}", str(field.label), words, is_long=len(words) > LONG)


def _actions(dossier: Dossier, setting: Setting) -> tuple[Part, ...]:
    drawn = _Drawn.of(ACTION, setting)
    parts: list[Part] = []
    for rank, action in enumerate(dossier.actions, start=1):
        main, *lines = drawn.parts(action.content, f"{action.id}/")
        title = f"Action {rank} – {action.content.title or 'sans titre'}"
        parts += [Part(str(action.id), title, main.points), *lines]
    return tuple(parts)


def _documents(dossier: Dossier, texts: CallContent) -> tuple[Part, ...]:
    known = {category.code: category.title for category in texts.document_categories}
    by_category: dict[str, list[str]] = {code: [] for code in known}
    for file in dossier.documents:
        words = f"{file.name} ({file_size(file.size)})"
        by_category.setdefault(file.category, []).append(words)
    points = tuple(
        Point(code, known.get(code, code), "\n".join(names)) for code, names in by_category.items()
    )
    return (Part("", "", points),)


def words_of(chapters: Iterable[Chapter]) -> dict[tuple[str, str], tuple[str, str]]:
    """Every point by its section and unit: its whole name, its value in words."""
    return {
        (chapter.key, point.unit): (_name(chapter, part, point), point.value)
        for chapter in chapters
        for part in chapter.parts
        for point in part.points
    }


def _name(chapter: Chapter, part: Part, point: Point) -> str:
    return " – ".join(filter(None, (chapter.label, part.title, point.label)))


def label_of(chapters: Iterable[Chapter], section: str, unit: str) -> str | None:
    """How a point, a part or a whole section is called; None when the dossier has none such."""
    for chapter in chapters:
        if chapter.key != section:
            continue
        if not unit:
            return chapter.label
        for part in chapter.parts:
            if part.unit == unit:
                return part.title or chapter.label
            for point in part.points:
                if point.unit == unit:
                    return f"{part.title} : {point.label}" if part.title else point.label
    return None

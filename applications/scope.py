"""What may be written of a dossier now: everything of a draft, the points asked of one to complete.

A point is named by its section and its unit: « representative__last_name » for a field,
« publics:ab12 » for a line, « publics:ab12:headcount » for a field of it, « 12/title » in action 12
of the plan; a category of attachments; nothing for the whole section. A unit covers all that
stands under it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from applications.content import Dossier
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Application, Remark

# Where each section stands in the whole dossier.
FIELDS = {
    SectionKey.IDENTITY: "identity",
    SectionKey.TERRITORY: "territory",
    SectionKey.PROJECT: "project",
    SectionKey.PARTNERSHIP: "partnership",
    SectionKey.TEAM: "team",
    SectionKey.BUDGET: "budget",
    SectionKey.COMMITMENTS: "commitments",
}
# What may follow a unit in the name of something under it.
JOINTS = (":", "__", "/")
# A line is known by its identifier; an objective by its code.
KEYS = ("id", "code")


@dataclass(frozen=True)
class Scope:
    """The points that may be written: all of them, or those named (section, unit)."""

    is_whole: bool = False
    anchors: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_closed(self) -> bool:
        """Whether nothing may be written."""
        return not self.is_whole and not self.anchors

    def opens(self, section: str, prefix: str = "") -> bool:
        """Whether something may be written in this section, or in this document of it (« 12/ »)."""
        prefix = prefix.rstrip("/")
        return self.is_whole or any(
            where == section and (not unit or covers(unit, prefix) or covers(prefix, unit))
            for where, unit in self.anchors
        )

    def covers(self, section: str, unit: str) -> bool:
        """Whether all of this unit may be written; an empty one is the whole section."""
        return self.is_whole or any(
            where == section and covers(anchor, unit) for where, anchor in self.anchors
        )


def covers(unit: str, other: str) -> bool:
    """Whether a unit is the other one, or stands above it."""
    return not unit or other == unit or other.startswith(tuple(unit + joint for joint in JOINTS))


WHOLE = Scope(is_whole=True)


@dataclass(frozen=True)
class Opening:
    """The scope as one document of the dossier sees it: a section, or an action (« 12/ »)."""

    scope: Scope
    section: str
    prefix: str = ""

    def covers(self, unit: str) -> bool:
        """Whether this unit of the document may be written."""
        return self.scope.covers(self.section, self.prefix + unit)


def scope_of(application: Application) -> Scope:
    """What may be written of the dossier in its present state; reads the request to complete."""
    if application.is_editable:
        return WHOLE
    if application.status != ApplicationStatus.TO_COMPLETE:
        return Scope()
    standing = Remark.objects.filter(
        request__application=application,
        request__answered_at=None,
        request__cancelled_at=None,
    )
    return Scope(anchors=frozenset(standing.values_list("section", "unit")))


def leaves(content: Any, path: str = "") -> dict[str, Any]:
    """Cut plain data into its smallest units; the order of a list's lines is one of them."""
    if isinstance(content, Mapping):
        found: dict[str, Any] = {}
        joint = "__" if path and not _is_line(path) else ":" if path else ""
        for name, value in content.items():
            found |= leaves(value, f"{path}{joint}{name}")
        return found
    if isinstance(content, list):
        key = _key_of(content)
        if key is None:
            return {f"{path}__{rank}": value for rank, value in enumerate(content)}
        found = {path: [line[key] for line in content]}
        for line in content:
            found |= leaves(line, f"{path}:{line[key]}")
        return found
    return {path: content}


def _is_line(path: str) -> bool:
    return path.rpartition("__")[2].count(":") == 1


def _key_of(lines: list[Any]) -> str | None:
    if not lines or not isinstance(lines[0], Mapping):
        return None
    return next((key for key in KEYS if key in lines[0]), None)


def changed(before: Any, after: Any) -> list[str]:
    """The smallest units that differ between two contents of one document, in order."""
    old, new = leaves(before), leaves(after)
    names = list(dict.fromkeys([*old, *new]))
    return [name for name in names if old.get(name) != new.get(name)]


def changes(before: Dossier, after: Dossier) -> list[tuple[str, str]]:
    """Where two states of a dossier differ: (section, unit), in the order of the form."""
    old, new = before.as_json(), after.as_json()
    found: list[tuple[str, str]] = []
    for section in SectionKey:
        if section == SectionKey.ACTIONS:
            found += _actions(old["actions"], new["actions"])
        elif section == SectionKey.DOCUMENTS:
            differ = _files(old) ^ _files(new)
            found += [(section, category) for category, _, _ in sorted(differ)]
        else:
            name = FIELDS[section]
            found += [(section, unit) for unit in changed(old[name], new[name])]
    return list(dict.fromkeys((str(section), unit) for section, unit in found))


def _files(dossier: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(file["category"], file["sha256"], file["name"]) for file in dossier["documents"]}


def _actions(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[str, str]]:
    before = {action["id"]: action["content"] for action in old}
    after = {action["id"]: action["content"] for action in new}
    found = []
    for pk in dict.fromkeys([*before, *after]):
        if pk in before and pk in after:
            found += [f"{pk}/{unit}" for unit in changed(before[pk], after[pk])]
        else:
            found.append(str(pk))
    if [a["id"] for a in old] != [a["id"] for a in new] and before.keys() == after.keys():
        found.append("")
    return [(SectionKey.ACTIONS, unit) for unit in found]

"""One point on which two states differ, in words: what an amendment says and keeps. Pure."""

import re
from dataclasses import dataclass

from conventions.enums import AmendmentKind
from limits_portal.french import NBSP


@dataclass(frozen=True)
class Difference:
    """One point of the state: what it was, what it becomes, in words.

    `is_whole` when something enters or leaves as a whole: an action of the plan.
    """

    kind: AmendmentKind
    label: str
    before: str
    after: str
    is_whole: bool = False

    def as_json(self) -> dict[str, str]:
        """Plain data for the amendment's row."""
        return {
            "kind": self.kind,
            "label": self.label,
            "before": self.before,
            "after": self.after,
        }

    @property
    def said(self) -> str:
        """« Action 2.1, coût 2027 : « 12 000 € » au lieu de « 10 000 € » », on one line."""
        label, before, after = plain(self.label), plain(self.before), plain(self.after)
        if self.is_whole:
            return f"{label} : {after} ({before})" if before else f"{label} : {after}"
        return f"{label} : « {after} » au lieu de « {before} »"


def plain(text: str) -> str:
    """A typed text on one line, that names nothing to fill; an amount stays in one piece."""
    parted = re.sub(r"(?<=\[)(?=\[)|(?<=\])(?=\])", " ", text)
    return re.sub(rf"[^\S{NBSP}]+", " ", parted).strip()

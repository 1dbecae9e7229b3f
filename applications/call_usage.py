"""Which entries of a call its dossiers already use: those may be reworded, never removed."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from applications.call_content import VOCABULARIES, CallContent
from applications.enums import SectionKey
from applications.models import Action, Call, Document, Section
from workflow.engine import Refused

LABELS = {
    "axes": "axe",
    "objectives": "objectif",
    "actor_categories": "catégorie d'acteurs",
    "governance_bodies": "instance",
    "document_categories": "catégorie de pièces",
    "commitments": "engagement",
    "milestones": "étape",
    "examples": "exemple d'action",
}


def used_codes(call: Call, *names: str) -> dict[str, Counter[str]]:
    """For each list asked (all by default), the codes in use and how many places use them.

    Takes at most one query a list.
    """
    used: dict[str, Counter[str]] = {}
    for name in names or VOCABULARIES:
        counter = Counter(_uses(call, name))
        for nothing in (None, ""):
            counter.pop(nothing, None)
        used[name] = counter
    return used


def _uses(call: Call, name: str) -> Iterable[Any]:
    match name:
        case "axes" | "examples":
            key = "axis" if name == "axes" else "example"
            actions = Action.objects.filter(application__call=call)
            return actions.values_list(f"content__{key}", flat=True)
        case "objectives":
            stored = _contents(call, SectionKey.PROJECT, "objectives")
            return [
                o["code"] for some in stored for o in some if o.get("is_pursued") or o.get("text")
            ]
        case "actor_categories":
            stored = _contents(call, SectionKey.PARTNERSHIP, "partners")
            return [partner.get("category") for some in stored for partner in some]
        case "governance_bodies":
            return _contents(call, SectionKey.PARTNERSHIP, "governance_body")
        case "commitments":
            stored = _contents(call, SectionKey.COMMITMENTS, "commitments")
            return [code for some in stored for code in some]
        case "document_categories":
            documents = Document.objects.filter(application__call=call)
            return documents.values_list("category", flat=True)
    return []


def _contents(call: Call, key: str, name: str) -> list[Any]:
    sections = Section.objects.filter(application__call=call, key=key)
    return [value for value in sections.values_list(f"content__{name}", flat=True) if value]


def refuse_lost_codes(call: Call, content: CallContent) -> None:
    """Refuse a content without an entry that dossiers use. Raises Refused, naming each."""
    reasons = []
    for name, codes in used_codes(call).items():
        kept = {part.code for part in getattr(content, name)}
        reasons += [
            f"Des dossiers utilisent l'entrée « {code} » ({LABELS[name]}) : "
            "elle peut être reformulée, pas supprimée."
            for code in sorted(set(codes) - kept)
        ]
    if reasons:
        raise Refused(*reasons)

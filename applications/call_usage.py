"""Which entries of a call its dossiers already use: those may be reworded, never removed."""

from collections import Counter

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


def used_codes(call: Call) -> dict[str, Counter[str]]:
    """For each list of the call, its codes in use and the number of places that use them."""
    used: dict[str, Counter[str]] = {name: Counter() for name in VOCABULARIES}
    actions = Action.objects.filter(application__call=call)
    for axis, example in actions.values_list("content__axis", "content__example"):
        used["axes"][axis] += 1
        used["examples"][example] += 1
    for objectives in _contents(call, SectionKey.PROJECT, "objectives"):
        used["objectives"].update(
            o["code"] for o in objectives or [] if o.get("is_pursued") or o.get("text")
        )
    for partners in _contents(call, SectionKey.PARTNERSHIP, "partners"):
        used["actor_categories"].update(p.get("category") for p in partners or [])
    used["governance_bodies"].update(_contents(call, SectionKey.PARTNERSHIP, "governance_body"))
    for commitments in _contents(call, SectionKey.COMMITMENTS, "commitments"):
        used["commitments"].update(commitments or [])
    used["document_categories"].update(
        Document.objects.filter(application__call=call).values_list("category", flat=True)
    )
    for codes in used.values():
        for nothing in (None, ""):
            codes.pop(nothing, None)  # type: ignore[arg-type]
    return used


def _contents(call: Call, key: str, name: str) -> list:
    sections = Section.objects.filter(application__call=call, key=key)
    return list(sections.values_list(f"content__{name}", flat=True))


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

"""Editions of the call: loading one from its data file, copying one for the next year."""

import re
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from applications.call_content import CallContent, Milestone
from applications.call_editing import administrator
from applications.call_file import (
    COLUMNS,
    BadCallFile,
    CallDocument,
    check,
    dump,
    fingerprint,
    shares,
)
from applications.call_usage import refuse_lost_codes
from applications.models import Call
from applications.paris_time import shift_years
from workflow.engine import Refused, record
from workflow.models import Event


class Loaded(StrEnum):
    """What loading a data file did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class EditedCall(Refused):
    """The call was edited on the portal since it was loaded: loading would lose that."""


def load(document: CallDocument, *, replace: bool = False, by: User | None = None) -> Loaded:
    """Make the call of a data file, or bring it to what the file says.

    Loading the same file again changes nothing. Raises EditedCall when the call was edited
    since and `replace` is not asked, Refused when dossiers use a code the file no longer has.
    Publication is the file's at creation only.
    """
    file = document.file
    values: dict[str, Any] = {name: getattr(file, name) for name in COLUMNS}
    values["content"] = file.content.model_dump(mode="json")
    with transaction.atomic():
        call = Call.objects.select_for_update().filter(slug=file.slug).first()
        before = fingerprint(dump(call)) if call else ""
        is_edited = call is not None and _is_edited(call)
        if call is None:
            call = Call.objects.create(slug=file.slug, is_published=file.is_published, **values)
        else:
            for name, value in values.items():
                setattr(call, name, value)
            call.save(update_fields=list(values))
        document.write_parts(call)
        after = fingerprint(dump(call))
        if after == before:
            return Loaded.UNCHANGED
        if is_edited and not replace:
            raise EditedCall(
                f"L'appel « {call.title} » a été modifié sur le portail depuis son chargement. "
                "Pour perdre ces modifications et revenir au fichier : --replace."
            )
        if before:
            refuse_lost_codes(call, file.content)
        outcome = Loaded.UPDATED if before else Loaded.CREATED
        record(
            "call.loaded",
            subject=call,
            by=by,
            payload={"fingerprint": after, "outcome": outcome, "replaced": is_edited},
        )
    return outcome


def _is_edited(call: Call) -> bool:
    """Whether the journal knows of an edit that no loading came after."""
    last = Event.objects.about(call).filter(name__in=("call.loaded", "call.edited")).first()
    return last is None or last.name == "call.edited"


def copy(call: Call, *, slug: str, title: str, years: int, by: User) -> Call:
    """Copy a call `years` later, with its criteria and articles, unpublished (C-1.1b).

    Every date moves to the same day and hour of Paris; the words of the texts do not: the
    screen names those that still speak of the old year. Raises Refused when the identifier is
    taken or the copy would not be a valid call.
    """
    role = administrator(by)
    data = dump(call)
    content = CallContent.model_validate(data["content"])
    data |= {
        "slug": slug,
        "title": title,
        "year": call.year + years,
        "is_published": False,
        "opens_at": shift_years(call.opens_at, years),
        "closes_at": shift_years(call.closes_at, years),
        "content": content.model_copy(
            update={
                "milestones": [_later(m, years) for m in content.milestones],
                "silence_text_is_validated": False,
            }
        ).model_dump(mode="json"),
    }
    data |= {share.key: share.later(data[share.key], years) for share in shares()}
    try:
        document = check(data)
    except BadCallFile as error:
        raise Refused(*error.problems) from error
    file = document.file
    with transaction.atomic():
        if Call.objects.filter(slug=slug).exists():
            raise Refused(f"L'identifiant « {slug} » est déjà celui d'un autre appel.")
        new = Call.objects.create(
            slug=slug,
            is_published=False,
            copied_from=call,
            content=file.content.model_dump(mode="json"),
            **{name: getattr(file, name) for name in COLUMNS},
        )
        document.write_parts(new)
        record("call.copied", subject=new, by=by, role=role, payload={"from": call.slug})
    return new


def _later(milestone: Milestone, years: int) -> Milestone:
    return milestone.model_copy(
        update={
            "starts_on": same_day(milestone.starts_on, years),
            "ends_on": same_day(milestone.ends_on, years),
            "period": later_text(milestone.period, years),
        }
    )


def same_day(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def later_text(text: str, years: int) -> str:
    """A short text with its years moved: « mai 2024 » → « mai 2025 »."""
    return re.sub(r"\b20\d\d\b", lambda match: str(int(match.group()) + years), text)


def next_identity(call: Call, years: int = 1) -> tuple[str, str]:
    """Identifier and title proposed for the copy of a call."""
    title = later_text(call.title, years)
    slug = later_text(call.slug, years)
    return (slug if slug != call.slug else slugify(f"{call.slug}-{call.year + years}"), title)


def texts_of_another_year(call: Call) -> list[str]:
    """Where a copied call still speaks of the edition it was copied from, in words."""
    if call.copied_from is None or call.copied_from.year == call.year:
        return []
    old = str(call.copied_from.year)
    texts = call.texts
    places = {
        "Finalités": texts.purpose,
        "Contexte": texts.context,
        "Texte sur le silence de l'administration": texts.silence_text,
        "Engagements": " ".join(c.text for c in texts.commitments),
        "Axes": " ".join(a.title + a.description for a in texts.axes),
        "Objectifs": " ".join(o.title for o in texts.objectives),
    }
    return [label for label, text in places.items() if old in text]

"""Editing a call on the portal: every change is checked whole, and journaled with what it was."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.text import slugify
from pydantic import ValidationError

from accounts.models import User
from applications.call_content import VOCABULARIES, CallContent
from applications.call_file import CallShare, sentences
from applications.call_usage import refuse_lost_codes
from applications.models import Call
from applications.permissions import as_administrator
from workflow.engine import NotAllowed, Refused, record


class Outdated(Refused):
    """Somebody edited the call since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Un collègue a modifié cette partie depuis que vous avez ouvert la page. "
            "Votre saisie est gardée ci-dessous : enregistrez à nouveau pour la faire prévaloir, "
            "ou rechargez la page pour voir ce qu'il a écrit."
        )


def administrator(by: User) -> str:
    """Role of the person who configures calls. Raises NotAllowed for anyone else."""
    role = as_administrator(by)
    if role is None:
        raise NotAllowed("Seul un administrateur modifie un appel à projets.")
    return role


def locked(call: Call) -> Call:
    """The call as it stands, its row locked until the end of the transaction."""
    return Call.objects.select_for_update(of=("self",)).get(pk=call.pk)


def revision(*parts: Any) -> str:
    """A short mark of what stands, for a page to carry and a save to compare."""
    text = json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def terms(call: Call) -> dict[str, Any]:
    """The columns that an administrator edits."""
    return {
        "title": call.title,
        "year": call.year,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "ceiling_amount": call.ceiling_amount,
        "envelope_amount": call.envelope_amount,
        "durations": list(call.durations),
        "admits_epci": call.admits_epci,
    }


def save_terms(call: Call, values: Mapping[str, Any], *, seen: str, by: User) -> Call:
    """Change dates, ceiling, envelope, durations and admission of EPCI (C-4.2b, C-3f, C-5a).

    `seen` is the revision of the terms that the page showed. Raises Outdated, or Refused when
    the closing does not follow the opening.
    """
    with transaction.atomic():
        role, fresh = administrator(by), locked(call)
        before = terms(fresh)
        if seen != revision(before):
            raise Outdated
        if values["closes_at"] <= values["opens_at"]:
            raise Refused("La clôture doit suivre l'ouverture.")
        changed = {name: value for name, value in values.items() if before[name] != value}
        if changed:
            for name, value in changed.items():
                setattr(fresh, name, value)
            fresh.save(update_fields=list(changed))
            record(
                "call.edited",
                subject=fresh,
                by=by,
                role=role,
                payload={
                    "part": "terms",
                    "before": {name: before[name] for name in changed},
                    "after": changed,
                },
            )
    return fresh


def save_content(call: Call, changes: Mapping[str, Any], *, part: str, seen: str, by: User) -> Call:
    """Change fields of the content; `changes` maps their names to plain data.

    `seen` is the revision of those fields that the page showed. Raises Outdated, or Refused
    when the content would not be valid or would lose an entry that dossiers use.
    """
    with transaction.atomic():
        role, fresh = administrator(by), locked(call)
        before = {name: fresh.content.get(name) for name in changes}
        if seen != revision(before):
            raise Outdated
        try:
            content = CallContent.model_validate(fresh.content | dict(changes))
        except ValidationError as error:
            raise Refused(*sentences(error)) from error
        stored = content.model_dump(mode="json")
        after = {name: stored[name] for name in changes}
        if after != before:
            if any(_codes(before.get(n)) - _codes(after[n]) for n in changes if n in VOCABULARIES):
                refuse_lost_codes(fresh, content)
            fresh.content = stored
            fresh.save(update_fields=["content"])
            record(
                "call.edited",
                subject=fresh,
                by=by,
                role=role,
                payload={"part": part, "before": before, "after": after},
            )
    return fresh


def save_share(call: Call, share: CallShare, data: Any, *, seen: str, by: User) -> Call:
    """Change what another app keeps of the call: its criteria, its articles.

    `seen` is the revision of the share that the page showed. Raises Outdated, or Refused when
    the data is not valid.
    """
    with transaction.atomic():
        role, fresh = administrator(by), locked(call)
        before = share.read(fresh)
        if seen != revision(before):
            raise Outdated
        try:
            checked = share.check(data)
        except ValidationError as error:
            raise Refused(*sentences(error)) from error
        share.write(fresh, checked)
        after = share.read(fresh)
        if after != before:
            record(
                "call.edited",
                subject=fresh,
                by=by,
                role=role,
                payload={"part": share.key, "before": before, "after": after},
            )
    return fresh


def _codes(entries: Any) -> set[str]:
    return {entry["code"] for entry in entries or []}


def new_code(title: str, taken: set[str]) -> str:
    """A code for a new entry, from its title; never one already taken."""
    base = slugify(title.replace("'", " ").replace("’", " "))[:34].strip("-") or "entree"
    code, rank = base, 2
    while code in taken:
        code, rank = f"{base}-{rank}", rank + 1
    return code


def publish(call: Call, *, by: User) -> Call:
    """Show a call to the public. Raises Refused, naming what it lacks."""
    with transaction.atomic():
        role, fresh = administrator(by), locked(call)
        if fresh.is_published:
            return fresh
        texts = fresh.texts
        lacking = [
            sentence
            for is_there, sentence in (
                (texts.axes, "Il manque les axes."),
                (texts.objectives, "Il manque les objectifs."),
                (texts.document_categories, "Il manque les catégories de pièces jointes."),
                (texts.commitments, "Il manque les engagements."),
                (texts.milestones, "Il manque le calendrier."),
                (texts.contact.service, "Il manque le service à contacter."),
            )
            if not is_there
        ]
        if lacking:
            raise Refused(*lacking)
        return _set_published(fresh, True, "call.published", role, by)


def unpublish(call: Call, *, by: User) -> Call:
    """Withdraw a call from the public. Raises Refused when it has dossiers."""
    with transaction.atomic():
        role, fresh = administrator(by), locked(call)
        if not fresh.is_published:
            return fresh
        if fresh.applications.exists():
            raise Refused(
                "Des dossiers existent pour cet appel : il ne peut plus être retiré. "
                "Pour arrêter les dépôts, avancez la date de clôture."
            )
        return _set_published(fresh, False, "call.unpublished", role, by)


def _set_published(call: Call, value: bool, event: str, role: str, by: User) -> Call:
    call.is_published = value
    call.save(update_fields=["is_published"])
    record(event, subject=call, by=by, role=role)
    return call

"""Named extensions of the deadline: one holder, a reason, in the journal (product.md)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from applications.call_editing import administrator, locked
from applications.models import Call, Extension
from workflow.engine import Refused, record


def grant(
    call: Call, *, holder: Organisation, closes_at: datetime, reason: str, by: User
) -> Extension:
    """Give one holder a later deadline; a second time moves it.

    Raises Refused when the holder may not apply, or the new deadline brings nothing.
    """
    with transaction.atomic():
        role, fresh = administrator(by), locked(call)
        if not holder.is_holder:
            raise Refused("Une prolongation s'accorde à une commune ou à une intercommunalité.")
        if closes_at <= fresh.closes_at:
            raise Refused("La nouvelle clôture doit suivre celle de l'appel.")
        if not reason.strip():
            raise Refused("Indiquez le motif de la prolongation.")
        former = fresh.extensions.filter(holder=holder).first()
        extension, _ = Extension.objects.update_or_create(
            call=fresh,
            holder=holder,
            defaults={"closes_at": closes_at, "reason": reason.strip(), "granted_by": by},
        )
        record(
            "extension.granted",
            subject=fresh,
            by=by,
            role=role,
            reason=extension.reason,
            payload={
                "holder": holder.pk,
                "holder_name": holder.name,
                "closes_at": closes_at,
                "former_closes_at": former.closes_at if former else None,
            },
        )
    return extension


def revoke(extension: Extension, *, by: User) -> None:
    """Take an extension back: the holder is left with the call's own deadline."""
    with transaction.atomic():
        role, fresh = administrator(by), locked(extension.call)
        current = fresh.extensions.filter(pk=extension.pk).select_related("holder").first()
        if current is None:
            return
        record(
            "extension.revoked",
            subject=fresh,
            by=by,
            role=role,
            reason=current.reason,
            payload={
                "holder": current.holder_id,
                "holder_name": current.holder.name,
                "closes_at": current.closes_at,
            },
        )
        current.delete()

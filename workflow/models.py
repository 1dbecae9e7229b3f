"""The journal: one row per fact, chained by hash. It is also the outbox of the notifications."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    """Events, read by subject or in order of dispatch."""

    def about(self, subject: models.Model) -> "EventQuerySet":
        """Return the journal of one object, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by(
            "-id"
        )


class Event(models.Model):
    """Who did what, when, to which object, and why.

    No foreign key leaves this table: the audit outlives the data it speaks of. A trigger
    refuses every UPDATE (but of `dispatched_at`) and every DELETE. `hash` covers the row and
    the previous hash of the same subject, so that any tampering shows (ADR 0003).
    """

    name = models.CharField("événement", max_length=80)
    subject_type = models.CharField("type d'objet", max_length=60)
    subject_id = models.BigIntegerField("identifiant de l'objet")
    subject_label = models.CharField("objet", max_length=200, blank=True)
    actor_id = models.BigIntegerField("identifiant de l'auteur", null=True)
    actor_name = models.CharField("auteur", max_length=200, blank=True)
    acting_role = models.CharField("agissant comme", max_length=40, blank=True)
    source = models.CharField("état de départ", max_length=40, blank=True)
    target = models.CharField("état d'arrivée", max_length=40, blank=True)
    reason = models.TextField("motif", blank=True)
    payload = models.JSONField("données", default=dict, encoder=DjangoJSONEncoder)
    ip_address = models.GenericIPAddressField("adresse IP", null=True)
    happened_at = models.DateTimeField("date")
    dispatched_at = models.DateTimeField("transmis aux notifications le", null=True)
    previous_hash = models.CharField("empreinte précédente", max_length=64, blank=True)
    hash = models.CharField("empreinte", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(
                fields=["id"], name="event_undispatched", condition=models.Q(dispatched_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_label}"

    def computed_hash(self) -> str:
        """SHA-256 of this row's content and of the previous hash, in hexadecimal."""
        content: dict[str, Any] = {
            "name": self.name,
            "subject": [self.subject_type, self.subject_id, self.subject_label],
            "actor": [self.actor_id, self.actor_name, self.acting_role],
            "move": [self.source, self.target, self.reason],
            "payload": json.loads(json.dumps(self.payload, cls=DjangoJSONEncoder)),
            "ip_address": self.ip_address,
            "happened_at": self.happened_at.timestamp(),
            "previous_hash": self.previous_hash,
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

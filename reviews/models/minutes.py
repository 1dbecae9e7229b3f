"""The minutes of a session: frozen when it closes, signed by whoever presided (C-5d)."""

from typing import Any

from django.conf import settings
from django.db import models

from limits_portal.printouts import Printout
from reviews.models.sitting import Sitting


class Minutes(Printout):
    """What was said, as plain data and as a PDF drawn from it once.

    A trigger refuses any change once signed. `content` is written by `reviews.minutes`.
    """

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="minutes")
    content: Any = models.JSONField("contenu", default=dict)
    closed_at = models.DateTimeField("établi le")
    signed_at = models.DateTimeField("signé le", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_at=None, signed_by=None)
                | models.Q(signed_at__isnull=False, signed_by__isnull=False),
                name="minutes_signed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Procès-verbal – {self.sitting}"

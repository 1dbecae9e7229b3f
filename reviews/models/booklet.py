"""The committee's booklet: the dossiers of a call that one person may read, as one PDF."""

from django.conf import settings
from django.db import models

from applications.models import Call
from limits_portal.printouts import Printout


class Booklet(Printout):
    """A booklet asked for by one person: what is closed to them is not in it (A4).

    `pages_done` rises while the worker lays the pages out, so that the screen shows it.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="booklets")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="booklets")
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    pages_done = models.PositiveIntegerField("pages composées", default=0)
    # Ids of its dossiers: one that closes to the reader closes the booklet with it.
    contents = models.JSONField("dossiers", default=list)

    class Meta:
        verbose_name = "livret du comité"
        verbose_name_plural = "livrets du comité"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "reader"],
                condition=models.Q(progress="pending"),
                name="booklet_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Livret de {self.call}"

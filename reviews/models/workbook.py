"""A workbook too long for a request: a call's dossiers or readings, as one person may read them."""

from django.conf import settings
from django.db import models

from applications.models import Call
from limits_portal.printouts import Printout


class Workbook(Printout):
    """A spreadsheet file asked for by one person. `rows_done` rises while the worker writes it."""

    class Kind(models.TextChoices):
        """What its rows are."""

        DOSSIERS = "dossiers", "Dossiers"
        READINGS = "lectures", "Lectures"

    kind = models.CharField("lignes", max_length=8, choices=Kind)
    call = models.ForeignKey(Call, models.PROTECT, related_name="workbooks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="workbooks")
    # The filters of the list it was asked from, as in its address.
    query = models.TextField("filtres", blank=True)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    row_count = models.PositiveIntegerField("lignes à écrire")
    rows_done = models.PositiveIntegerField("lignes écrites", default=0)

    class Meta:
        verbose_name = "classeur"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "call", "reader", "query"],
                condition=models.Q(progress="pending"),
                name="workbook_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} de {self.call}"

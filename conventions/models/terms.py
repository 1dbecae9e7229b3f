"""How a call's conventions are made, as one document (ADR 0006)."""

from django.db import models

from applications.models import Call


class CallConvention(models.Model):
    """Visas, budget codes, order and deadline of signature; `conventions.terms` types the content."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="convention_terms")
    content = models.JSONField("modalités de convention", default=dict)

    class Meta:
        verbose_name = "modalités de convention"
        verbose_name_plural = "modalités de convention"

    def __str__(self) -> str:
        return f"Conventions de {self.call}"

"""How a call is reviewed: what its committee is asked, as one document (ADR 0006)."""

from django.db import models

from applications.models import Call


class CallReview(models.Model):
    """The terms of a call's reviews; `reviews.terms` types the content."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="review_terms")
    content = models.JSONField("modalités", default=dict)

    class Meta:
        verbose_name = "modalités d'examen"
        verbose_name_plural = "modalités d'examen"

    def __str__(self) -> str:
        return f"Examen de {self.call}"

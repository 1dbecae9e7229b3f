"""The call's selection criteria (C-4.3f): what the committee marks."""

from django.db import models

from applications.models import Call


class Criterion(models.Model):
    """A selection criterion of a call: its weight and the meaning of each mark."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField("rang")
    code = models.SlugField("code", max_length=40)
    title = models.CharField("critère", max_length=200)
    help_text = models.TextField("ce qu'il regarde", blank=True)
    weight = models.PositiveSmallIntegerField("poids")
    # The call names its criteria but gives no weights: ours stay marked until MILDECA decides.
    weight_is_proposed = models.BooleanField("poids proposé, à valider", default=False)
    # What each mark from 0 to 5 means, in order.
    levels = models.JSONField("niveaux", default=list)
    # Privileged by the call (C-4.3g): shown beside the score.
    is_bonus = models.BooleanField("signal de priorité", default=False)
    clause = models.CharField("clause", max_length=20, blank=True)

    class Meta:
        verbose_name = "critère"
        ordering = ["call", "position"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="criterion_unique_code"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0),
                name="criterion_weight_positive",
                violation_error_message="Le poids d'un critère est au moins 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

"""What a reader marks, and what the marks of a dossier amount to (C-4.3f)."""

from django.core.validators import MaxValueValidator
from django.db import models

from applications.models import Application
from applications.models.application import VersionedContent
from reviews.enums import ReviewStatus
from reviews.models.committee import Seat
from reviews.models.criterion import Criterion


class Review(VersionedContent):
    """One reader's marks and words on one dossier. `status` changes through `reviews.workflow`.

    `content` is what is being written (`reviews.review_content`). Filing it writes what others may
    read: `comment`, the marks, and `score`, the weighted mark out of 100.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="reviews")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="reviews")
    status = models.CharField(
        "état", max_length=10, choices=ReviewStatus, default=ReviewStatus.DRAFT
    )
    comment = models.TextField("appréciation générale", blank=True)
    abstention_reason = models.TextField("motif de l'abstention", blank=True)
    score = models.DecimalField("note sur 100", max_digits=5, decimal_places=2, null=True)
    filed_at = models.DateTimeField("rendue le", null=True, blank=True)

    class Meta:
        verbose_name = "lecture"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "seat"], name="review_one_per_reader"),
            models.CheckConstraint(
                condition=(
                    models.Q(status=ReviewStatus.FILED, filed_at__isnull=False, score__isnull=False)
                    | ~models.Q(status=ReviewStatus.FILED)
                ),
                name="review_filed_is_scored",
                violation_error_message="Une lecture rendue porte une note et une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} – {self.seat}"


class Mark(models.Model):
    """A mark from 0 to 5 on one criterion of a filed review, with its reason."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField("note", null=True, validators=[MaxValueValidator(5)])
    comment = models.TextField("commentaire", blank=True)

    class Meta:
        verbose_name = "note"
        ordering = ["review", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="mark_one_per_criterion"),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__lte=5),
                name="mark_from_0_to_5",
                violation_error_message="Une note va de 0 à 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.value}"


class Standing(models.Model):
    """What the filed reviews of a dossier amount to: written in the transaction that files one.

    A rebuild changes nothing (`manage.py rebuild_standings`). Marks are out of 100; a mean is
    None while no review is filed, never zero.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="standing")
    filed_count = models.PositiveSmallIntegerField("lectures rendues", default=0)
    abstained_count = models.PositiveSmallIntegerField("abstentions", default=0)
    expected_count = models.PositiveSmallIntegerField("lectures attendues", default=0)
    mean = models.DecimalField("moyenne", max_digits=5, decimal_places=2, null=True)
    spread = models.DecimalField("écart", max_digits=5, decimal_places=2, null=True)
    # {code of the criterion: {"mean": "3.67", "spread": "2.00"}}
    by_criterion = models.JSONField("par critère", default=dict)
    is_divergent = models.BooleanField("lectures divergentes", default=False)

    class Meta:
        verbose_name = "résultat des lectures"
        verbose_name_plural = "résultats des lectures"

    def __str__(self) -> str:
        return f"{self.application} : {self.mean}"

"""The call's articles of convention (C-4.2e)."""

from django.db import models

from applications.models import Call


class ArticleTemplate(models.Model):
    """An article of the tripartite convention, as the call's model has it."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="article_templates")
    position = models.PositiveSmallIntegerField("rang")
    code = models.SlugField("code", max_length=40)
    title = models.CharField("titre", max_length=200)
    body = models.TextField("texte")
    is_locked = models.BooleanField("non négociable", default=False)
    needs_legal_check = models.BooleanField("référence à confirmer", default=False)
    clause = models.CharField("clause", max_length=60, blank=True)

    class Meta:
        verbose_name = "article type"
        verbose_name_plural = "articles types"
        ordering = ["call", "position"]
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="article_unique_code")]

    def __str__(self) -> str:
        return f"Article {self.position} – {self.title}"

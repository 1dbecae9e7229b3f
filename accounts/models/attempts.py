"""The counters of log-in attempts, by address and by account."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AttemptCounter(models.Model):
    """The instants of the attempts still counted under one key (see accounts.attempts)."""

    key = models.CharField("clé", max_length=100, primary_key=True)
    instants = ArrayField(models.FloatField(), verbose_name="instants, en secondes")
    amount = models.PositiveIntegerField("tentatives admises")
    seconds = models.FloatField("durée, en secondes")
    expires_at = models.DateTimeField("oublié après", db_index=True)

    class Meta:
        verbose_name = "compteur de tentatives"

    def __str__(self) -> str:
        return self.key

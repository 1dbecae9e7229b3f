"""The two tables of the floors."""

from django.db import models


class Line(models.Model):
    """A row of the floor's list."""

    category = models.PositiveIntegerField(db_index=True)
    name = models.CharField(max_length=80)
    amount = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """What the floor's insert writes."""

    content = models.JSONField()

    def __str__(self) -> str:
        return str(self.pk)

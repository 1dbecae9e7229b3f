"""A version drawn whole while it is discussed."""

from django.db import models

from conventions.models.act import Version
from limits_portal.printouts import Printout


class Draft(Printout):
    """The PDF of a version, marked « projet »: asked for once, made by a worker.

    `pages_done` rises while the pages are laid out, so that the screen shows it.
    """

    version = models.OneToOneField(Version, models.CASCADE, related_name="draft")
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    pages_done = models.PositiveSmallIntegerField("pages composées", default=0)

    class Meta:
        verbose_name = "projet en PDF"
        verbose_name_plural = "projets en PDF"

    def __str__(self) -> str:
        return f"Projet – {self.version}"

"""`manage.py rebuild_standings`: work the standings out again from the marks."""

from typing import Any

from django.core.management.base import BaseCommand

from applications.models import Call
from reviews import standings


class Command(BaseCommand):
    """Work every standing out again; on a healthy database, nothing changes."""

    help = "Recalcule les résultats des lectures ; sur une base saine, rien ne change."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many standings were wrong."""
        changed = sum(standings.refresh_call(call) for call in Call.objects.all())
        self.stdout.write(f"{changed} résultat(s) corrigé(s).")

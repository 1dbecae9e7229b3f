"""Check every filing against its snapshot and its journal; exits 1 when something is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.invariants import broken_promises
from applications.models import Snapshot


class Command(BaseCommand):
    """`manage.py verify_filings`: after an incident, after a restore, or every night."""

    help = "Vérifie que chaque dépôt, son empreinte et son journal se correspondent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each broken promise. Raises CommandError when there is one."""
        broken = list(broken_promises())
        for sentence in broken:
            self.stderr.write(sentence)
        if broken:
            raise CommandError(f"{len(broken)} anomalie(s).")
        self.stdout.write(f"{Snapshot.objects.count()} dépôt(s) vérifié(s), aucune anomalie.")

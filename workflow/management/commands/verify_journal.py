"""Command: check that the journal is still the one that was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflow.journal import verify


class Command(BaseCommand):
    """Recompute the hashes of the whole journal; fails when a row was tampered with."""

    help = "Vérifie l'intégrité du journal : chaque ligne est celle qui a été écrite."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the result; raise CommandError (exit code 1) when the journal is not intact."""
        check = verify()
        for row in check.broken:
            self.stderr.write(f"Ligne {row.event_id} ({row.subject}) : {row.reason}.")
        if not check.is_sound:
            raise CommandError(
                f"Journal altéré : {len(check.broken)} anomalies, {check.count} lignes."
            )
        self.stdout.write(f"Journal intact : {check.count} lignes vérifiées.")

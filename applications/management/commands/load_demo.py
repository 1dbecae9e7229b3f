"""Load the demonstration: people for every role, a dozen dossiers in every state."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.demo import edition


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Charge les personnes et les dossiers fictifs de la démonstration."

    def handle(self, *args: object, **options: object) -> None:
        """Load, and say how many dossiers were made."""
        made = edition.load(today=timezone.localdate())
        self.stdout.write(f"Démonstration : {len(made)} dossiers ajoutés.")

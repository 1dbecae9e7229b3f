"""Load the reviews of the demonstration, after its dossiers."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.demo.once import once
from reviews.demo import edition


class Command(BaseCommand):
    """Loads once: a second run changes nothing."""

    help = "Charge l’examen et la décision des dossiers fictifs de la démonstration."

    def handle(self, *args: object, **options: object) -> None:
        """Load."""
        once("reviews", lambda: edition.load(today=timezone.localdate()))
        self.stdout.write("Examen de démonstration : chargé.")

"""Load the reviews of the demonstration, after its dossiers."""

from django.core.management.base import BaseCommand

from reviews.demo import edition


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Charge l’examen et la décision des dossiers fictifs de la démonstration."

    def handle(self, *args: object, **options: object) -> None:
        """Load."""
        edition.load()
        self.stdout.write("Examen de démonstration : chargé.")

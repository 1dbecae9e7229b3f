"""Load the conventions of the demonstration, after its dossiers and their reviews."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.demo.once import once
from conventions.demo import edition


class Command(BaseCommand):
    """Loads once: a second run changes nothing."""

    help = "Charge les conventions fictives de la démonstration, dans chaque état."

    def handle(self, *args: object, **options: object) -> None:
        """Load."""
        once("conventions", lambda: edition.load(today=timezone.localdate()))
        self.stdout.write("Conventions de démonstration : chargées.")

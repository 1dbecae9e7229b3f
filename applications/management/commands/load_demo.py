"""Load the demonstration: people for every role, a dozen dossiers in every state."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.demo import edition
from applications.demo.once import once


class Command(BaseCommand):
    """Loads once: a second run changes nothing."""

    help = "Charge les personnes et les dossiers fictifs de la démonstration."

    def handle(self, *args: object, **options: object) -> None:
        """Load."""
        once("dossiers", lambda: edition.load(today=timezone.localdate()))
        self.stdout.write("Dossiers de démonstration : chargés.")

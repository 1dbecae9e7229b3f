"""Find files that no row names: what a sudden stop may leave between a file and its row."""

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from applications.documents import FOLDER
from applications.scanning import KINDS

# A file younger than this may be waiting for its row.
AGE = timedelta(hours=24)


class Command(BaseCommand):
    """`manage.py sweep_files [--delete]`: lists them, and deletes them when told to."""

    help = "Liste (ou supprime) les fichiers de pièces jointes qu'aucun dossier ne nomme."

    def add_arguments(self, parser: CommandParser) -> None:
        """Deleting must be asked for."""
        parser.add_argument("--delete", action="store_true", help="supprime au lieu de lister")

    def handle(self, *args: Any, delete: bool, **options: Any) -> None:
        """Compare the folder with the rows."""
        if not default_storage.exists(FOLDER):
            self.stdout.write("Aucun fichier.")
            return
        named = {
            place
            for kind, _ in KINDS
            for place in kind._base_manager.values_list("file", flat=True)
        }
        limit, count = timezone.now() - AGE, 0
        for folder in default_storage.listdir(FOLDER)[0]:
            for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
                place = f"{FOLDER}/{folder}/{name}"
                if place in named or default_storage.get_modified_time(place) > limit:
                    continue
                count += 1
                self.stdout.write(place)
                if delete:
                    default_storage.delete(place)
        self.stdout.write(f"{count} fichier(s) {'supprimé(s)' if delete else 'sans dossier'}.")

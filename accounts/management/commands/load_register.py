"""Load the national register of communes, EPCI, départements, regions and prefectures."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import register


class Command(BaseCommand):
    """`load_register`: safe to run at every start, does nothing when nothing changed."""

    help = "Charge le registre national des collectivités (accounts/data/)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let another file be given, and the same one be loaded again."""
        parser.add_argument("--file", type=Path, default=register.DEFAULT_FILE)
        parser.add_argument("--force", action="store_true", help="recharger le même fichier")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        """Load, and say what was loaded."""
        try:
            loaded = register.load(file, force=force)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"Le registre {file} ne peut pas être lu : {error}") from error
        if loaded is None:
            self.stdout.write("Registre national : déjà chargé.")
        else:
            self.stdout.write(
                f"Registre national {loaded.edition} : {len(loaded.communes)} communes, "
                f"{len(loaded.epcis)} intercommunalités, {len(loaded.departements)} départements."
            )

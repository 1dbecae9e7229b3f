"""Load an edition of the call from its data file."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications import call_file
from applications.editions import EditedCall, Loaded, load
from workflow.engine import Refused

FOLDER = settings.BASE_DIR / "data" / "calls"
WORDS = {
    Loaded.CREATED: "créé",
    Loaded.UPDATED: "mis à jour",
    Loaded.UNCHANGED: "déjà à jour : rien à faire",
}


class Command(BaseCommand):
    """`load_call limits-2024`: dates, texts, axes, examples, criteria, articles, all at once."""

    help = "Charge un appel à projets depuis data/calls/<identifiant>.json."

    def add_arguments(self, parser: CommandParser) -> None:
        """The call, and what to do when it was edited on the portal."""
        parser.add_argument("slug", metavar="identifiant", help="par exemple : limits-2024")
        edited = parser.add_mutually_exclusive_group()
        edited.add_argument(
            "--replace",
            action="store_true",
            help="revenir au fichier même si l'appel a été modifié sur le portail",
        )
        edited.add_argument(
            "--keep",
            action="store_true",
            help="laisser tel quel, sans erreur, un appel modifié sur le portail",
        )

    def handle(self, *args: Any, slug: str, replace: bool, keep: bool, **options: Any) -> None:
        """Read, check everything, then write everything or nothing."""
        path = FOLDER / f"{slug}.json"
        if path.parent != FOLDER or not path.is_file():
            known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.json"))) or "aucun"
            raise CommandError(f"Aucun fichier pour « {slug} » dans {FOLDER}. Fichiers : {known}.")
        try:
            document = call_file.parse(path.read_text(encoding="utf-8"))
        except (call_file.BadCallFile, UnicodeDecodeError) as error:
            raise CommandError(f"{path.name} n'est pas un appel valable :\n{error}") from error
        if document.file.slug != slug:
            raise CommandError(f"{path.name} décrit l'appel « {document.file.slug} ».")
        try:
            outcome = load(document, replace=replace)
        except EditedCall as error:
            if not keep:
                raise CommandError("\n".join(error.reasons)) from error
            self.stdout.write(f"Appel {slug} : modifié sur le portail, laissé tel quel.")
            return
        except Refused as error:
            raise CommandError("\n".join(error.reasons)) from error
        examples = len(document.file.content.examples)
        counts = ", ".join(
            f"{len(part)} {share.label}" if isinstance(part, list) else share.label
            for share in call_file.shares()
            for part in [document.parts[share.key]]
        )
        self.stdout.write(f"Appel {slug} : {WORDS[outcome]} ({examples} exemples, {counts}).")

"""Simulate an edition of any size, up to a stage, through the real verbs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.models import Call
from reviews.simulation import Size, Stage, simulate


class Command(BaseCommand):
    """`manage.py simulate_edition limits-2027 --dossiers 115 --members 9 --until session`."""

    help = "Simule une édition : dossiers, avis, comité, lectures, séance, décision."

    def add_arguments(self, parser: CommandParser) -> None:
        """The call, the size and how far to go."""
        parser.add_argument("call", help="identifiant de l'appel, ouvert")
        parser.add_argument("--dossiers", type=int, default=Size.dossiers)
        parser.add_argument("--members", type=int, default=Size.members)
        parser.add_argument("--seed", type=int, default=Size.seed)
        parser.add_argument("--until", choices=[str(stage) for stage in Stage], default="read")

    def handle(self, *args: Any, call: str, **options: Any) -> None:
        """Simulate, saying how far it has come."""
        found = Call.objects.filter(slug=call).first()
        if found is None:
            raise CommandError(f"L'appel « {call} » n'existe pas.")
        size = Size(options["dossiers"], options["members"], options["seed"])

        def say(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        simulate(found, size=size, until=Stage(options["until"]), say=say)

"""`manage.py prepare`: everything the demonstration's database needs, as often as one likes."""

import sys
import time
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

# Label on screen, command, arguments. Each is idempotent, and quick the second time.
STEPS: tuple[tuple[str, str, list[str]], ...] = (
    ("Base de données", "migrate", ["--no-input"]),
    ("Cache", "createcachetable", []),
    ("Registre national des communes et intercommunalités", "load_register", []),
    ("Appel à projets LIMIT'S 2024", "load_call", ["limits-2024"]),
    ("Dossiers de démonstration", "load_demo", []),
)


class Command(BaseCommand):
    """Brings the database up to date and prints the demo people, one a line."""

    help = "Prépare la base de la démonstration et nomme les personnes qui s'y connectent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps on standard error's watch, then print the people."""
        known = get_commands()
        for label, name, arguments in STEPS:
            if name not in known:
                continue
            started = time.monotonic()
            call_command(name, *arguments, verbosity=0)
            sys.stderr.write(f"  {label} : {time.monotonic() - started:.1f} s\n".replace(".", ","))
        try:
            # By name, as urls are included: the ground imports no app.
            people = import_string("accounts.demo.people")()
        except ImportError:
            people = []
        for person in people:
            self.stdout.write(f"{person.email}\t{person.name}\t{person.role}")

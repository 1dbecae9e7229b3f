"""`manage.py prepare`: everything the database needs, as often as one likes."""

import sys
import time
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

# Label on screen, command, arguments. Each is idempotent, and quick the second time.
STEPS: tuple[tuple[str, str, list[str]], ...] = (
    ("Base de données", "migrate", ["--no-input"]),
    ("Cache", "createcachetable", []),
    ("Registre national des communes et intercommunalités", "load_register", []),
    ("Appel à projets LIMIT'S 2024", "load_call", ["limits-2024", "--keep"]),
)
DEMO_STEPS: tuple[tuple[str, str, list[str]], ...] = (
    ("Personnes et dossiers de démonstration", "load_demo", []),
    ("Examen et décision de démonstration", "load_demo_reviews", []),
    ("Conventions de démonstration", "load_demo_conventions", []),
)


class Command(BaseCommand):
    """Brings the database up to date; in demo mode, prints the demo people, one a line."""

    help = "Prépare la base : schéma, cache, registre, appel ; en démonstration, les dossiers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps on standard error's watch, then print the people."""
        known = get_commands()
        for label, name, arguments in (*STEPS, *(DEMO_STEPS if settings.DEMO else ())):
            if name not in known:
                continue
            started = time.monotonic()
            call_command(name, *arguments, verbosity=0, stdout=StringIO())
            sys.stderr.write(f"  {label} : {time.monotonic() - started:.1f} s\n".replace(".", ","))
        if not settings.DEMO:
            return
        # By name, as urls are included: the ground imports no app.
        for person in import_string("accounts.demo.people")():
            links = ", ".join(
                f"{link.get_role_display()} – {link.organisation}"
                for link in person.memberships.all()
            )
            self.stdout.write(f"{person}\t{links}\t{person.email}")

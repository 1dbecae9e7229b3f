"""Write docs/eligibilite.md from the rules."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from applications.eligibility.book import render


class Command(BaseCommand):
    """`manage.py write_eligibility`: to be run when a rule changes; a test compares."""

    help = "Écrit docs/eligibilite.md à partir des règles de recevabilité."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        target = settings.BASE_DIR / "docs" / "eligibilite.md"
        target.write_text(render(), encoding="utf-8")
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)} est à jour.")

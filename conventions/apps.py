"""The app hangs its share on calls."""

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """What was agreed."""

    name = "conventions"

    def ready(self) -> None:
        """Loading or copying a call takes its articles along (ADR 0006)."""
        from applications import call_file
        from conventions.articles import SHARE

        call_file.register(SHARE)

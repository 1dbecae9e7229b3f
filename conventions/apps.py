"""The app hangs its share on calls."""

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """What was agreed."""

    name = "conventions"

    def ready(self) -> None:
        """Loading or copying a call takes its articles and terms along (ADR 0006)."""
        from applications import call_file
        from conventions import articles, terms

        call_file.register(articles.SHARE)
        call_file.register(terms.SHARE)

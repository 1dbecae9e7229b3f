"""The app hangs its share on calls."""

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """What was agreed."""

    name = "conventions"

    def ready(self) -> None:
        """Loading or copying a call takes its articles and terms along (ADR 0006).

        A laureate who gives up gives its convention up.
        """
        from applications import call_file, giving_up
        from conventions import articles, ending, terms

        call_file.register(articles.SHARE)
        call_file.register(terms.SHARE)
        giving_up.register(ending.undo)

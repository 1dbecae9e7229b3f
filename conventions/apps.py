"""The app hangs its share on calls."""

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """What was agreed."""

    name = "conventions"

    def ready(self) -> None:
        """Loading or copying a call takes its articles and terms along (ADR 0006).

        A laureate who gives up gives its convention up; the antivirus sees what is joined here.
        """
        from applications import call_file, giving_up, scanning
        from conventions import articles, ending, terms
        from conventions.models import MandateFile, ScanPile

        call_file.register(articles.SHARE)
        call_file.register(terms.SHARE)
        giving_up.register(ending.undo)
        scanning.KINDS.append((MandateFile, "mandate"))
        scanning.KINDS.append((ScanPile, "uploaded_by"))

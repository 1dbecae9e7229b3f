"""The app hangs its shares on calls, and its questions on the reading of dossiers."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """What we think of dossiers."""

    name = "reviews"

    def ready(self) -> None:
        """Calls take their criteria and review terms along (ADR 0006); dossiers open and close (ADR 0009)."""
        from applications import call_file, reading, scanning
        from reviews import grid, terms
        from reviews.models import MessageFile
        from reviews.reading import of_the_committee, of_the_recused

        call_file.register(grid.SHARE)
        call_file.register(terms.SHARE)
        scanning.KINDS.append((MessageFile, "message__application"))
        reading.OPENINGS.append(of_the_committee)
        reading.CLOSURES.append(of_the_recused)

"""The app hangs its share on calls."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """What we think of dossiers."""

    name = "reviews"

    def ready(self) -> None:
        """Loading or copying a call takes its criteria along (ADR 0006)."""
        from applications import call_file
        from reviews.grid import SHARE

        call_file.register(SHARE)

"""What is thought of a dossier, noun by noun."""

from reviews.models.criterion import Criterion

__all__ = ["Criterion"]

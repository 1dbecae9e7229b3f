"""When and by whom a document was saved, in words."""

from django.utils import timezone

from accounts.models import User
from applications.models.application import VersionedContent
from limits_portal.french import PARIS, long_date


def clock(row: VersionedContent) -> str:
    """« 14:32 » today, « le 3 mai 2024 à 14:32 » before, in Paris time; empty when never saved."""
    if row.saved_at is None:
        return ""
    local = row.saved_at.astimezone(PARIS)
    hour = f"{local:%H:%M}"
    if local.date() == timezone.now().astimezone(PARIS).date():
        return f"à {hour}"
    return f"le {long_date(local.date())} à {hour}"


def saved_sentence(row: VersionedContent, reader: User) -> str:
    """« Enregistré à 14:32 par vous »."""
    if row.saved_at is None:
        return "Rien d'enregistré pour l'instant"
    author = "vous" if row.saved_by_id == reader.pk else str(row.saved_by)
    return f"Enregistré {clock(row)} par {author}"


def meanwhile_sentence(row: VersionedContent, reader: User) -> str:
    """Who saved while the reader was writing: a colleague, or themselves in another tab."""
    if row.saved_by_id == reader.pk:
        return f"Vous avez enregistré ce texte {clock(row)} dans un autre onglet."
    return f"{row.saved_by} a enregistré ce texte {clock(row)}, pendant que vous l'écriviez."

"""Which passwords are refused besides the short and the common ones (security.md, 1.1)."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Departement

# Words anyone would try first on this portal, and the keyboard's own.
CONTEXT_WORDS = (
    *("mildeca", "limits", "limit", "commune", "communaute", "agglomeration", "mairie", "maire"),
    *("ville", "prefecture", "prefet", "departement", "portail", "appelaprojets", "projet"),
    *("motdepasse", "password", "bonjour", "bienvenue", "azerty", "azertyuiop", "qwerty"),
    *("123456789", "1234567890", "2024", "2025", "2026", "2027", "123"),
)
# What must be left of a password once these words are taken out of it.
OWN_CHARACTERS = 7


def fold(text: str) -> str:
    """Lower case, no accents, no spaces nor punctuation between words; other signs kept."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\s'’._-]", "", bare.lower())


class ContextWordsValidator:
    """Refuses a password made of the portal's own words and of the names of départements."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when too little is left without the expected words."""
        left = fold(password)
        names = Departement.objects.values_list("name", flat=True)
        for word in sorted({*CONTEXT_WORDS, *map(fold, names)}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < OWN_CHARACTERS or len(set(left)) < 3:
            raise ValidationError(
                "Ce mot de passe est trop facile à deviner : il est fait de mots attendus ici "
                "(« mildeca », « commune », le nom d'un département…). Ajoutez d'autres mots.",
                code="password_context_words",
            )

    def get_help_text(self) -> str:
        """Say the rule beside the field."""
        return (
            "Votre mot de passe ne peut pas être fait seulement de mots attendus ici : "
            "« mildeca », « limits », « commune », le nom d'un département…"
        )

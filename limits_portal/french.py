"""French typography of amounts, dates and names: pure functions, used on screen and in PDFs.

Only the no-break space U+00A0 is used: the narrow one is missing from the Marianne font.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.safestring import SafeString

NBSP = "\u00a0"
PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def number(value: Decimal | int) -> str:
    """« 12 500 » or « 12 500,50 »: cents only when there are some."""
    amount = Decimal(value).quantize(Decimal("0.01"))
    text = f"{amount:,.2f}".replace(",", NBSP).replace(".", ",")
    return text.removesuffix(",00")


@lru_cache(maxsize=4096)
def tenth(mark: Decimal) -> str:
    """A mark, « 67,5 » from 67.46: half up."""
    return str(mark.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def euros(value: Decimal | int) -> str:
    """« 12 500 € » or « 12 500,50 € »."""
    return f"{number(value)}{NBSP}€"


def percent(share: Decimal | float) -> str:
    """« 38 % » from 0.38."""
    return f"{round(share * 100)}{NBSP}%"


def long_date(day: date) -> str:
    """« 1er mai 2024 »."""
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def moment(instant: datetime) -> str:
    """« 30 avril 2024 à 23 h 59 (heure de Paris) »."""
    local = instant.astimezone(PARIS)
    return f"{long_date(local.date())} à {hour(local)} (heure de Paris)"


def hour(local: datetime) -> str:
    """« 23 h 59 »."""
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def typeset(sentence: object) -> str:
    """Put no-break spaces where French wants them: « nom », point : 12 ; n° 3, § 4.3.

    What is HTML already is left as it is.
    """
    return sentence if isinstance(sentence, SafeString) else _typeset(str(sentence))


@lru_cache(maxsize=1024)
def _typeset(sentence: str) -> str:
    inside = re.sub(rf"«[ {NBSP}]?", f"«{NBSP}", sentence)
    return re.sub(r" (?=[»:;!?%€])|(?<=n°) (?=\d)|(?<=§) ", NBSP, inside)


def of_town(name: str) -> str:
    """« de Loos », « d’Albertville », « du Bouscat », « des Lilas », « de La Rochelle »."""
    for article, contracted in (("Le ", "du"), ("Les ", "des")):
        if name.startswith(article):
            return f"{contracted}{NBSP}{name.removeprefix(article)}"
    return of_person(name)


def of_person(name: str) -> str:
    """« de Karim Démo », « d’Omar Démo », « d’Yvonne »."""
    # A Y before a consonant is said as a vowel: « d’Yvetot ». An H may be aspirate: left apart.
    is_elided = bool(re.match(r"[aeiou]|y[bcdfghjklmnpqrstvwxz]", search_key(name)))
    return f"d’{name}" if is_elided else f"de {name}"


def of_holder(name: str, *, is_town: bool) -> str:
    """A collectivité's name after « de »: « du Havre », « de la Communauté urbaine d’Arras »."""
    return of_town(name) if is_town else of_intercommunality(name)


def intercommunality(name: str) -> str:
    """« la Métropole européenne de Lille »; other names are set apart, their gender is not known."""
    if re.match(r"(métropole|communauté)\b", name, flags=re.IGNORECASE):
        return f"la {name}"
    return f"l’établissement public de coopération intercommunale « {name} »"


def of_intercommunality(name: str) -> str:
    """« de la Communauté urbaine d’Arras », « de l’Eurométropole de Metz », « d’Orléans Métropole »."""
    if re.match(r"(métropole|communauté)\b", name, flags=re.IGNORECASE):
        return f"de la {name}"
    if re.match(r"eurométropole\b", name, flags=re.IGNORECASE):
        return f"de l’{name}"
    return of_town(name)


def apostrophes(text: str) -> str:
    """« l'État » with the sign that French printing wants: « l’État »."""
    return re.sub(r"(?<=\w)'(?=\w|«)", "’", text)


def inside(text: str) -> str:
    """A label inside a sentence: « Maire » → « maire », « L’ordonnateur » → « l’ordonnateur ».

    What begins with an acronym, « DGS », stays as it is.
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def file_size(size: int) -> str:
    """« 340 ko », « 2,4 Mo »; decimal units, as the pages announce their limits."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}ko"
    millions = formats.number_format(Decimal(size) / 1_000_000, decimal_pos=1)
    return f"{millions.removesuffix(',0')}{NBSP}Mo"


def parse_amount(text: str) -> Decimal:
    """Read an amount as French people type it: « 12 500,50 € », « 12.500,50 », « 12500.5 ».

    Raises ValueError when the text is not an amount of at most two decimals.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if "," in cleaned:
        cleaned = cleaned.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", cleaned):
        cleaned = cleaned.replace(".", "")
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]{0,2})?", cleaned):
        raise ValueError(text)
    try:
        return Decimal(cleaned)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits decimals only
        raise ValueError(text) from error


def search_key(text: str) -> str:
    """Fold a name for searching: no accents, no hyphens, lower case, « st » as « saint »."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    bare = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    words = re.findall(r"[a-z0-9]+", bare)
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)

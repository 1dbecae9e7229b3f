"""Finding an organisation of the register from what people type."""

import re

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import Organisation
from limits_portal.french import search_key

MAX_QUERY_LENGTH = 100
MAX_WORDS = 8
# Separates the name from the codes in `Organisation.search_text`.
END_OF_NAME = " |"


def search_text(name: str, *codes: str) -> str:
    """Text kept in `Organisation.search_text`: the folded name, then codes and other names.

    Starts with a space, so that « a word begins with » is « contains a space then ».
    """
    return f" {search_key(name)}{END_OF_NAME} " + " ".join(search_key(code) for code in codes)


def numbers(text: str) -> str:
    """The digits of a number typed in groups (« 215 903 600 »), or an empty string."""
    digits = re.sub(r"[\s.]", "", text)
    return digits if re.fullmatch(r"[0-9]{5,14}", digits) else ""


def find(text: str) -> QuerySet[Organisation]:
    """Communes and EPCI that answer `text`, best first: exact name, then beginning, then size.

    `text` may be a name (accents, hyphens and « St » do not matter), a few words of it, a
    postcode, an INSEE code, a SIREN or a SIRET, alone or together. Nothing is found from an
    empty text. Every word must begin a word of the organisation's name or codes.
    """
    text = text[:MAX_QUERY_LENGTH]
    holders = Organisation.objects.holders().select_related("departement")
    number = numbers(text)
    if len(number) == 14:  # A SIRET begins with the SIREN.
        number = number[:9]
    keys = [number] if number else spellings(text)
    words = keys[0].split()
    if not words or len(words) > MAX_WORDS:
        return holders.none()
    found = holders
    for word in words[:-1]:
        found = found.filter(search_text__contains=f" {word}")
    last = [key.split()[-1] for key in keys]
    return (
        found.filter(any_of("contains", [f" {word}" for word in last]))
        .annotate(
            closeness=Case(
                When(any_of("startswith", [f" {key}{END_OF_NAME}" for key in keys]), then=Value(0)),
                When(any_of("startswith", [f" {key}" for key in keys]), then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            )
        )
        .order_by("closeness", "-population", "search_text", "pk")
    )


def spellings(text: str) -> list[str]:
    """The folded text; twice when it ends in « st », which may begin « Strasbourg »."""
    key = search_key(text)
    keys = [key]
    for short, full in (("st", "saint"), ("ste", "sainte")):
        if key.split()[-1:] == [full] and text.rstrip().lower().endswith(short):
            keys.append(key.removesuffix(full) + short)
    return keys


def any_of(lookup: str, texts: list[str]) -> Q:
    """Organisations whose search text answers the look-up for one of the texts."""
    condition = Q()
    for text in texts:
        condition |= Q(**{f"search_text__{lookup}": text})
    return condition

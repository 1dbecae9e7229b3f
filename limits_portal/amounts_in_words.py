"""Amounts written out in French, as a contract repeats them beside the figures.

Spelling of 1990: hyphens everywhere, so that a number is one word that nothing can be slipped
into (« deux-cent-quarante-mille »). Pure functions.
"""

from decimal import Decimal

UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
MOST = 999_999_999


def in_words(number: int) -> str:
    """« deux-cent-quarante-mille ». Raises ValueError outside 0 to 999 999 999."""
    if not 0 <= number <= MOST:
        raise ValueError(number)
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    parts = []
    if millions:
        parts.append(f"{_hundreds(millions)}-million{'s' if millions > 1 else ''}")
    if thousands:
        # « quatre-vingt-mille », « deux-cent-mille »: no plural mark before « mille ».
        parts.append("mille" if thousands == 1 else f"{_bare(thousands)}-mille")
    if units or not parts:
        parts.append(_hundreds(units))
    return "-".join(parts)


def amount_in_words(value: Decimal) -> str:
    """« douze-mille-cinq-cents euros et cinquante centimes ».

    Raises ValueError for an amount below zero, above a billion or finer than a cent.
    """
    cents = value * 100
    if cents != cents.to_integral_value():
        raise ValueError(value)
    euros, rest = divmod(int(cents), 100)
    # « un-million d’euros », « un-million-mille euros ».
    of = "d’" if euros and euros % 1_000_000 == 0 else ""
    text = f"{in_words(euros)} {of}euro{'s' if euros > 1 else ''}"
    if not rest:
        return text
    return f"{text} et {in_words(rest)} centime{'s' if rest > 1 else ''}"


def _hundreds(number: int) -> str:
    """0 to 999, with the plural marks of a number's end: « deux-cents », « quatre-vingts »."""
    text = _bare(number)
    is_round = number % 100 == 0 and number > 100
    return f"{text}s" if is_round or number % 100 == 80 else text


def _bare(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = "cent" if hundreds == 1 else f"{UNITS[hundreds]}-cent"
    return f"{head}-{_below_hundred(rest)}" if rest else head


def _below_hundred(number: int) -> str:
    if number < 20:
        return UNITS[number]
    tens, units = divmod(number, 10)
    if tens in (7, 9):
        # Counted from sixty and from eighty: « soixante-et-onze », « quatre-vingt-onze ».
        tens, units = tens - 1, units + 10
    head = TENS[tens]
    if not units:
        return head
    return (
        f"{head}-et-{UNITS[units]}" if units in (1, 11) and tens != 8 else f"{head}-{UNITS[units]}"
    )

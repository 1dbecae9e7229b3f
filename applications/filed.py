"""The list of filed dossiers: who sees which, found how, in what order, said in what words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, Replace

from accounts.enums import Role
from accounts.models import User
from applications import wording
from applications.enums import ApplicationStatus as S
from applications.models import Application
from limits_portal import french

# Capitals too: a database made with the C locale lowers unaccented letters only.
ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ"
ACCENTED += ACCENTED.upper() + "’-"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyy" * 2 + "  "
ORDERS = {
    "numero": ("reference",),
    "porteur": ("holder__name", "reference"),
    "departement": ("departement__code", "holder__name"),
    "demande": ("requested_amount", "reference"),
    "depot": ("submitted_at", "reference"),
}
COLUMNS = (
    ("numero", "Dossier"),
    ("porteur", "Porteur"),
    ("departement", "Département"),
    ("demande", "Demandé"),
    ("depot", "Déposé le"),
    ("", "État"),
)
EXPORT_HEADINGS = (
    "Numéro",
    "Appel",
    "Porteur",
    "Nature",
    "Code",
    "Département",
    "Intitulé",
    "Coût total (€)",
    "Subvention demandée (€)",
    "Déposé le (heure de Paris)",
    "État",
)


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; anything it does not understand is left aside."""

    text: str = ""
    call: str = ""
    departement: str = ""
    status: str = ""
    order: str = "-depot"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Read the address."""
        order = query.get("tri", "")
        known = order.removeprefix("-") in ORDERS
        return cls(
            text=query.get("q", "").replace("\x00", "").strip()[:100],
            call=query.get("appel", "")[:40].replace("\x00", ""),
            departement=query.get("departement", "")[:3].replace("\x00", ""),
            status=query.get("etat", "") if query.get("etat", "") in S.FILED else "",
            order=order if known else "-depot",
        )

    def as_query(self) -> dict[str, str]:
        """The address of this list, without what is not asked."""
        pairs = {
            "q": self.text,
            "appel": self.call,
            "departement": self.departement,
            "etat": self.status,
            "tri": "" if self.order == "-depot" else self.order,
        }
        return {name: value for name, value in pairs.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether something narrows the list."""
        return any((self.text, self.call, self.departement, self.status))


@dataclass(frozen=True)
class Heading:
    """A column: its order if clicked, the present one if it is sorted."""

    label: str
    order: str
    direction: str  # "ascending", "descending" or ""
    is_amount: bool


def headings(wanted: Wanted) -> list[Heading]:
    """Return the columns with the order each one gives."""
    found = []
    for name, label in COLUMNS:
        is_current = wanted.order.removeprefix("-") == name
        is_down = wanted.order.startswith("-")
        direction = ("descending" if is_down else "ascending") if is_current else ""
        order = f"-{name}" if is_current and not is_down else name
        found.append(Heading(label, order if name else "", direction, name == "demande"))
    return found


def sort_query(wanted: Wanted) -> str:
    """Start of the address that keeps the filters and changes the order."""
    kept = {name: value for name, value in wanted.as_query().items() if name != "tri"}
    return f"{urlencode(kept)}&" if kept else ""


def is_national(user: User) -> bool:
    """Whether the person reads several départements."""
    return user.has_role(Role.INSTRUCTOR, Role.PRESIDENT)


def _readable(user: User) -> QuerySet[Application]:
    """Filed dossiers the person reads as an agent: their own collectivité's are on their desk."""
    return Application.objects.visible_to(user).filter(status__in=S.FILED)


def find(user: User, wanted: Wanted) -> QuerySet[Application]:
    """Return the filed dossiers this person may see and asks for."""
    found = _readable(user).select_related("call", "holder", "departement")
    found = found.defer("call__content")  # a whole call for each row of the page
    if wanted.call:
        found = found.filter(call__slug=wanted.call)
    if wanted.departement:
        found = found.filter(departement=wanted.departement)
    if wanted.status:
        found = found.filter(status=wanted.status)
    found = searched(found, wanted.text)
    is_down = wanted.order.startswith("-")
    fields = ORDERS[wanted.order.removeprefix("-")]
    return found.order_by(*(F(name).desc() if is_down else F(name).asc() for name in fields))


def searched(found: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Narrow dossiers to those whose holder, number or title has every word, accents left aside."""
    terms = french.search_key(text).split()
    if terms:
        plain = Replace(Lower("title", output_field=TextField()), Value("œ"), Value("oe"))
        plain = Replace(plain, Value("Œ"), Value("oe"))
        found = found.annotate(
            plain_title=Func(
                plain,
                Value(ACCENTED),
                Value(PLAIN),
                function="translate",
                output_field=TextField(),
            )
        )
        for term in terms:
            found = found.filter(
                Q(holder__search_text__contains=term)
                | Q(reference__icontains=term)
                | Q(plain_title__contains=term)
            )
    return found


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to: calls and départements that have a readable dossier."""

    calls: list[tuple[str, str]]
    departements: list[tuple[str, str]]


def choices(user: User) -> Choices:
    """Return the choices of the filters, in one query."""
    rows = (
        _readable(user)
        .order_by("-call__year", "call__slug", "departement__code")
        .values_list("call__slug", "call__title", "departement__code", "departement__name")
        .distinct()
    )
    calls = {slug: title for slug, title, _, _ in rows}
    places = {code: f"{code} – {name}" for _, _, code, name in rows}
    return Choices(list(calls.items()), sorted(places.items()))


def status_choices() -> list[tuple[str, str]]:
    """States to filter by."""
    return [(s, wording.for_agent(s).label) for s in S.values if s in S.FILED]


@dataclass(frozen=True)
class Row:
    """A dossier of the list, in words this reader may read."""

    application: Application
    status: wording.Wording

    @classmethod
    def of(cls, application: Application) -> "Row":
        """Return the row of a dossier."""
        return cls(application, wording.for_agent(application.status))

    def export(self) -> tuple[str | Decimal | Any, ...]:
        """The row of the spreadsheet, in the order of EXPORT_HEADINGS."""
        application = self.application
        holder = application.holder
        return (
            application.reference,
            application.call.title,
            holder.name,
            holder.get_kind_display(),
            holder.code,
            str(application.departement),
            application.title,
            application.total_cost,
            application.requested_amount,
            application.submitted_at,
            self.status.label,
        )

"""The list of filed dossiers: who sees which, found how, in what order, said in what words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, Replace

from accounts.enums import Role
from accounts.models import User
from applications import wording
from applications.enums import ApplicationStatus as S
from applications.models import Application
from limits_portal import french
from limits_portal.listing import Asked, known, typed

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
class Wanted(Asked):
    """What the address of the list asks for."""

    FILTERS = {"q": "text", "appel": "call", "departement": "departement", "etat": "status"}
    ORDERS = ORDERS
    DEFAULT = "-depot"

    call: str = ""
    departement: str = ""
    status: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Read the address."""
        return cls(
            text=typed(query, "q"),
            call=typed(query, "appel", 40),
            departement=typed(query, "departement", 3),
            status=known(query, "etat", S.ONCE_FILED),
            order=cls.order_of(query),
        )


def is_national(user: User) -> bool:
    """Whether the person reads several départements."""
    return user.has_role(Role.INSTRUCTOR, Role.PRESIDENT)


def _readable(user: User) -> QuerySet[Application]:
    """Filed dossiers the person reads as an agent: their own collectivité's are on their desk.

    Those withdrawn since stay in the lists of whoever reads them all.
    """
    if not is_national(user):
        return Application.objects.visible_to(user).filter(status__in=S.FILED)
    return Application.objects.read_as_agent_even_withdrawn(user)


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
    return wanted.sorted(searched(found, wanted.text))


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
    total: int  # readable dossiers, whatever is asked for


def choices(user: User) -> Choices:
    """Return the choices of the filters, in one query."""
    rows = list(
        _readable(user)
        .order_by()
        .values_list(
            "call__year", "call__slug", "call__title", "departement__code", "departement__name"
        )
        .annotate(n=Count("pk"))
    )
    calls = {slug: title for _, slug, title in sorted({row[:3] for row in rows}, key=_recent)}
    places = {code: f"{code} – {name}" for *_, code, name, _ in rows}
    return Choices(list(calls.items()), sorted(places.items()), sum(row[-1] for row in rows))


def _recent(call: tuple[int, str, str]) -> tuple[int, str]:
    year, slug, _ = call
    return -year, slug


def status_choices(user: User) -> list[tuple[str, str]]:
    """States to filter by."""
    shown = S.ONCE_FILED if is_national(user) else S.FILED
    return [(s, wording.for_agent(s).label) for s in S.values if s in shown]


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

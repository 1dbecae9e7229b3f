"""How a call's conventions are made: visas, budget codes, payments, signing; a share of the call.

Nothing here is known to the call itself: MILDECA fills it, and what is left empty blocks the
issue of conventions and is named (facts.md §4.1).
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from applications.call_content import Code
from applications.call_file import CallShare
from applications.editions import same_day
from applications.models import Call
from conventions.enums import Party
from conventions.models.terms import CallConvention
from conventions.placeholders import known_names
from limits_portal import french

Line = Annotated[str, Field(max_length=200)]


class Typed(BaseModel):
    """Base of the terms: immutable, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Visa(Typed):
    """A text that the convention is made under (facts.md §4.2), « Vu … »."""

    code: Code
    body: Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(known_names)]
    only_for: Literal["", "commune", "epci"] = ""
    needs_legal_check: bool = False
    # What the legal office has to look at.
    note: Annotated[str, Field(max_length=400)] = ""


class Imputation(Typed):
    """Where the State's money is taken from, in Chorus (facts.md §4.1)."""

    programme: Line = ""
    action: Line = ""
    fund: Line = ""
    centre_financier: Line = ""
    domaine_fonctionnel: Line = ""
    centre_de_couts: Line = ""
    activite: Line = ""


class Payments(Typed):
    """When the subsidy is paid: one instalment a year, the last year cut to keep a balance (C-5h)."""

    first: Annotated[str, Field(max_length=400)] = (
        "À la signature de la convention par toutes les parties"
    )
    yearly: Annotated[str, Field(max_length=400)] = (
        "Après examen du bilan intermédiaire, qualitatif et financier, et la tenue d’au moins "
        "deux comités de pilotage dans l’année écoulée"
    )
    balance: Annotated[str, Field(max_length=400)] = (
        "Après examen du bilan final, qualitatif et financier"
    )
    # Share of the last year's amount kept for the balance.
    balance_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.3")


class ConventionTerms(Typed):
    """What a call says of its conventions."""

    visas: list[Visa] = []
    preamble: Annotated[str, Field(max_length=6000), AfterValidator(known_names)] = ""
    imputation: Imputation = Imputation()
    ordonnateur: Line = ""
    comptable_assignataire: Line = ""
    tribunal_administratif: Line = ""
    payments: Payments = Payments()
    signing_order: list[Party] = list(Party)
    # Last day to sign (C-5g).
    sign_before: date | None = None

    @model_validator(mode="after")
    def is_consistent(self) -> "ConventionTerms":
        """Each party signs once; a visa is known by its code."""
        if sorted(self.signing_order) != sorted(Party):
            raise ValueError("chacune des trois parties signe une fois")
        codes = [visa.code for visa in self.visas]
        if len(set(codes)) < len(codes):
            raise ValueError("deux visas ont le même code")
        return self


def of(call: Call) -> ConventionTerms:
    """The call's terms; those proposed by default when it says nothing.

    No query when they were read with the call (`select_related("convention_terms")`).
    """
    row = getattr(call, "convention_terms", None)
    return ConventionTerms.model_validate(row.content if row else {})


# What a convention cannot do without, and how it is named to whoever must fill it.
NEEDED = {
    "imputation.programme": "Le programme budgétaire",
    "imputation.action": "L’action du programme",
    "imputation.centre_financier": "Le centre financier",
    "imputation.domaine_fonctionnel": "Le domaine fonctionnel",
    "imputation.centre_de_couts": "Le centre de coûts",
    "imputation.activite": "Le code d’activité",
    "ordonnateur": "L’ordonnateur de la dépense",
    "comptable_assignataire": "Le comptable assignataire",
    "tribunal_administratif": "Le tribunal administratif compétent",
    "visas": "Les visas",
    "sign_before": "La date limite de signature",
}


def missing(terms: ConventionTerms) -> list[str]:
    """What MILDECA has still to configure before a convention of its call is issued, by name."""
    return [label for path, label in NEEDED.items() if not _at(terms, path)]


def in_a_sentence(labels: Iterable[str]) -> str:
    """« le centre financier, le tribunal administratif compétent »."""
    return ", ".join(french.inside(label) for label in labels)


def _at(terms: ConventionTerms, path: str) -> Any:
    value: Any = terms
    for name in path.split("."):
        value = getattr(value, name)
    return value


def write(call: Call, terms: ConventionTerms) -> None:
    """Make these the call's terms."""
    row, _ = CallConvention.objects.update_or_create(
        call=call, defaults={"content": terms.model_dump(mode="json")}
    )
    # The call knows them from now on, whatever it had read.
    row.call = call


def read(call: Call) -> dict[str, Any]:
    """The call's terms as plain data."""
    return of(call).model_dump(mode="json")


def later(data: dict[str, Any], years: int) -> dict[str, Any]:
    """The same terms for a later edition: the deadline of signature at the same day."""
    terms = ConventionTerms.model_validate(data)
    moved = terms.sign_before and same_day(terms.sign_before, years)
    return terms.model_copy(update={"sign_before": moved}).model_dump(mode="json")


SHARE = CallShare(
    key="convention",
    label="modalités de convention",
    check=ConventionTerms.model_validate,
    write=write,
    read=read,
    absent=dict,
    later=later,
)

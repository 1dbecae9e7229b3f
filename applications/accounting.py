"""The accounts of the budget form: frame 6 of Cerfa n° 12156*06, as a collectivité fills it.

The call requires the Cerfa (C-4.1i), so its plan is kept although communes keep their books in
another one. An account that makes no sense for a collectivité is hidden, never removed: a code
found in an old dossier must always have its label.
"""

from dataclasses import dataclass
from typing import Literal

Side = Literal["expense", "resource"]


@dataclass(frozen=True)
class Account:
    """One line of the Cerfa's budget: its code, label, side and group.

    `is_in_kind` marks groups 86 and 87, contributions valued but never paid: they balance
    apart. `is_indirect` marks a share of the structure's own running costs (C-4.3c).
    """

    code: str
    label: str
    side: Side
    group: str
    is_hidden: bool = False
    is_in_kind: bool = False
    is_indirect: bool = False

    @property
    def title(self) -> str:
        """« 604 – Prestations de services »; lines without a number show their label alone."""
        number = self.code.split("-")[0]
        return f"{number} – {self.label}" if number.isdigit() else self.label


GROUPS: dict[str, str] = {
    "60": "60 – Achats",
    "61": "61 – Services extérieurs",
    "62": "62 – Autres services extérieurs",
    "63": "63 – Impôts et taxes",
    "64": "64 – Charges de personnel",
    "65": "65 – Autres charges de gestion courante",
    "66": "66 – Charges financières",
    "67": "67 – Charges exceptionnelles",
    "68": "68 – Dotations aux amortissements, provisions et engagements",
    "69": "69 – Impôt sur les bénéfices, participation des salariés",
    "indirect": "Charges indirectes réparties affectées au projet",
    "86": "86 – Emplois des contributions volontaires en nature",
    "70": "70 – Ventes de produits finis, marchandises, prestations de services",
    "73": "73 – Dotations et produits de tarification",
    "74": "74 – Subventions d'exploitation",
    "75": "75 – Autres produits de gestion courante",
    "76": "76 – Produits financiers",
    "77": "77 – Produits exceptionnels",
    "78": "78 – Reprises sur amortissements, dépréciations et provisions",
    "79": "79 – Transferts de charges",
    "own": "Ressources propres affectées au projet",
    "87": "87 – Contributions volontaires en nature",
}


def _expense(code: str, label: str, group: str, **marks: bool) -> Account:
    return Account(code, label, "expense", group, **marks)


def _resource(code: str, label: str, group: str, **marks: bool) -> Account:
    return Account(code, label, "resource", group, **marks)


ACCOUNTS: tuple[Account, ...] = (
    _expense("601", "Achats de matières et fournitures", "60"),
    _expense("604", "Prestations de services", "60"),
    _expense("606", "Autres fournitures", "60"),
    _expense("613", "Locations", "61"),
    _expense("615", "Entretien et réparation", "61"),
    _expense("616", "Assurance", "61"),
    _expense("618", "Documentation", "61"),
    _expense("622", "Rémunérations intermédiaires et honoraires", "62"),
    _expense("623", "Publicité, publications", "62"),
    _expense("625", "Déplacements, missions", "62"),
    _expense("628", "Services bancaires et autres services", "62"),
    _expense("631", "Impôts et taxes sur rémunération", "63"),
    _expense("635", "Autres impôts et taxes", "63"),
    _expense("641", "Rémunérations du personnel", "64"),
    _expense("645", "Charges sociales", "64"),
    _expense("647", "Autres charges de personnel", "64"),
    _expense("65", "Autres charges de gestion courante", "65"),
    _expense("66", "Charges financières", "66"),
    _expense("67", "Charges exceptionnelles", "67"),
    _expense("68", "Dotations aux amortissements, provisions et engagements", "68"),
    _expense(
        "69",
        "Impôt sur les bénéfices, participation des salariés",
        "69",
        is_hidden=True,
    ),
    _expense(
        "indirect-fixed",
        "Charges fixes de fonctionnement",
        "indirect",
        is_indirect=True,
    ),
    _expense("indirect-financial", "Frais financiers", "indirect", is_indirect=True),
    _expense("indirect-other", "Autres charges indirectes", "indirect", is_indirect=True),
    _expense("860", "Secours en nature", "86", is_in_kind=True),
    _expense("861", "Mise à disposition gratuite de biens et services", "86", is_in_kind=True),
    _expense("862", "Prestations", "86", is_in_kind=True),
    _expense("864", "Personnel bénévole", "86", is_in_kind=True),
    _resource("70", "Ventes de produits finis, marchandises, prestations de services", "70"),
    _resource("73", "Dotations et produits de tarification", "73"),
    _resource("74-state", "État (hors présente demande) : ministère ou direction", "74"),
    _resource("74-region", "Conseil régional", "74"),
    _resource("74-departement", "Conseil départemental", "74"),
    _resource("74-municipal", "Communes et intercommunalités", "74"),
    _resource("74-social", "Organismes sociaux (CAF…)", "74"),
    _resource("74-europe", "Fonds européens", "74"),
    _resource("74-asp", "Agence de services et de paiement (emplois aidés)", "74"),
    _resource("74-public", "Autres établissements publics", "74"),
    _resource("74-private", "Aides privées (fondations, bailleurs…)", "74"),
    _resource("756", "Cotisations", "75", is_hidden=True),
    _resource("758", "Dons manuels, mécénat", "75", is_hidden=True),
    _resource("75", "Autres produits de gestion courante", "75"),
    _resource("76", "Produits financiers", "76"),
    _resource("77", "Produits exceptionnels", "77"),
    _resource("78", "Reprises et reports", "78"),
    _resource("79", "Transferts de charges", "79"),
    _resource("own", "Ressources propres de la collectivité", "own"),
    _resource("870", "Bénévolat", "87", is_in_kind=True),
    _resource("871", "Prestations en nature", "87", is_in_kind=True),
    _resource("875", "Dons en nature", "87", is_in_kind=True),
)

# Computed from the subsidy asked by year, so it is never typed as a line (facts §3.3).
MILDECA = _resource("74-mildeca", "MILDECA (présente demande)", "74")

BY_CODE: dict[str, Account] = {account.code: account for account in (*ACCOUNTS, MILDECA)}


def account(code: str) -> Account | None:
    """Return the account of this code, hidden ones included, or None."""
    return BY_CODE.get(code)


def label(code: str) -> str:
    """Return the account's title, or the code itself when it is unknown."""
    known = BY_CODE.get(code)
    return known.title if known else code or "Compte à choisir"


def is_in_kind(code: str) -> bool:
    """Whether the account is a contribution in kind (groups 86 and 87), balanced apart."""
    known = BY_CODE.get(code)
    return known is not None and known.is_in_kind


def choices(side: Side, *, in_kind: bool | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Accounts a collectivité may choose, by group, in the Cerfa's order, for a select.

    `in_kind` keeps only contributions in kind (True) or only money (False).
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for known in ACCOUNTS:
        if known.side != side or known.is_hidden:
            continue
        if in_kind is not None and known.is_in_kind != in_kind:
            continue
        groups.setdefault(GROUPS[known.group], []).append((known.code, known.title))
    return list(groups.items())

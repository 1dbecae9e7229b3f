"""Terms of convention with everything that issuing needs, and a state built without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings

from applications.call_file import CallDocument, parse
from applications.content import Dossier
from applications.period import project_dates
from conventions import terms
from conventions.enums import Party
from conventions.instalments import schedule
from conventions.models import Act, Convention, Issue, Version
from conventions.state import PartyState, State, meetings, without_contacts
from tests.applications.dossiers import valid_dossier


def make_terms(**fields: Any) -> terms.ConventionTerms:
    """Terms with everything that issuing needs."""
    defaults: dict[str, Any] = {
        "visas": [
            terms.Visa(code="gbcp", body="Vu le décret n° 2012-1246 du 7 novembre 2012 ;"),
            terms.Visa(
                code="deliberation",
                body="Vu la délibération n° [[numero_deliberation]] du [[date_deliberation]] ;",
                needs_legal_check=True,
            ),
            terms.Visa(code="epci", body="Vu l'article L. 5211-1 ;", only_for="epci"),
        ],
        "preamble": "[[collectivite]] a pris l'initiative de ce projet.",
        "imputation": terms.Imputation(
            programme="129 « Coordination du travail gouvernemental »",
            action="15 « MILDECA »",
            fund="fonds de concours « drogues »",
            centre_financier="0129-EXEM-PLE1",
            domaine_fonctionnel="0129-15",
            centre_de_couts="EXEMPLE075",
            activite="012900000000",
        ),
        "ordonnateur": "le président de la MILDECA",
        "comptable_assignataire": "le comptable d'exemple",
        "tribunal_administratif": "tribunal administratif d'exemple",
        "sign_before": "2024-09-30",
    }
    return terms.ConventionTerms(**(defaults | fields))


def make_state(dossier: Dossier | None = None, **fields: Any) -> State:
    """A whole state, on the valid dossier of `tests.applications.dossiers`: 90 000 € agreed."""
    dossier = without_contacts(dossier or valid_dossier())
    said = make_terms()
    period = project_dates(dossier.project)
    assert period
    yearly = fields.get("yearly", list(dossier.budget.requested))
    defaults: dict[str, Any] = {
        "reference": f"{dossier.reference}-C",
        "call": dossier.terms.title,
        "ceiling": dossier.terms.ceiling,
        "dossier": dossier,
        "receipt": f"AR-{dossier.reference}-1",
        "filed_at": datetime(2024, 4, 15, 12, 0, tzinfo=UTC),
        "decision": 1,
        "decided_on": date(2024, 6, 12),
        "is_epci": False,
        "governance_body": "CLSPD",
        "holder": PartyState(
            designation="la commune de Loos",
            name="Loos",
            represented_by="Camille Exemple",
            function="maire",
            address=["Hôtel de ville", "59120 Loos"],
            siret="21590360000017",
        ),
        "prefecture": PartyState(
            designation="la préfecture du Nord",
            name="Préfecture du Nord",
            function="préfet du Nord",
        ),
        "mildeca": PartyState(
            designation="la MILDECA",
            name="Mission interministérielle de lutte contre les drogues et les conduites addictives",
            represented_by="Dominique Modèle",
            function="président",
        ),
        "departement_of": "du Nord",
        "starts_on": period[0],
        "ends_on": period[1],
        "months": 12 * (dossier.project.duration_years or 0),
        "cost": sum(line.total for line in dossier.budget.expenses),
        "agreed": sum(yearly, Decimal(0)),
        "yearly": yearly,
        "instalments": schedule(yearly, said.payments),
        "imputation": said.imputation,
        "ordonnateur": said.ordonnateur,
        "comptable_assignataire": said.comptable_assignataire,
        "tribunal_administratif": said.tribunal_administratif,
        "deliberation_number": "2024-31",
        "deliberation_on": date(2024, 6, 20),
        "copil": meetings(period, 2),
        "preamble": said.preamble,
    }
    return State(**(defaults | fields))


def unsaved_issue(
    state: State | None = None,
    *,
    articles: list[dict[str, Any]] | None = None,
    visas: list[dict[str, Any]] | None = None,
    number: int = 1,
) -> Issue:
    """An issue of the call's own text on a state, without a database."""
    state = state or make_state()
    act = Act(convention=Convention(reference=state.reference), number=state.act)
    version = Version(
        act=act,
        number=2,
        state=state.model_dump(mode="json"),
        visas=visas if visas is not None else own_visas(),
        articles=articles if articles is not None else own_articles(),
        made_at=datetime(2024, 7, 1, 9, 0, tzinfo=UTC),
    )
    return Issue(
        act=act,
        version=version,
        number=number,
        order=list(Party.values),
        issued_at=datetime(2024, 7, 2, 9, 0, tzinfo=UTC),
    )


@cache
def _own_call() -> CallDocument:
    return parse((settings.BASE_DIR / "data/calls/limits-2024.json").read_text())


def own_articles() -> list[dict[str, Any]]:
    """The 22 articles of LIMIT'S 2024."""
    return [article.model_dump(mode="json") for article in _own_call().parts["articles"]]


def own_visas() -> list[dict[str, Any]]:
    """Its visas for a commune."""
    said: terms.ConventionTerms = _own_call().parts["convention"]
    return [
        visa.model_dump(mode="json", include={"code", "body", "needs_legal_check"})
        for visa in said.visas
        if visa.only_for != "epci"
    ]

"""Opinions made by the real verbs."""

from decimal import Decimal
from typing import Any

from accounts.enums import Role
from accounts.models import Organisation, User
from applications.models import Application, Call
from reviews import opining
from reviews.models import Opinion
from reviews.opinion_content import OpinionContent
from reviews.workflow import OPINION
from tests.applications.filings import make_filed, make_limits_call
from tests.factories import make_commune, make_membership, make_user


def said(**fields: Any) -> OpinionContent:
    """A complete favourable opinion, of rank 1."""
    defaults: dict[str, Any] = {
        "stance": "favourable",
        "rank": 1,
        "recommended_amount": Decimal(50_000),
        "context": "Deux points de deal près du collège.",
        "holder_capacity": "Un CLSPD actif, une coordinatrice à plein temps.",
    }
    return OpinionContent(**(defaults | fields))


def filed(holder: Organisation, by: User, call: Call | None = None) -> Application:
    """A dossier filed on 15 April 2024, as it stands in the database."""
    made = make_filed(holder=holder, by=by, call=call or make_limits_call())
    return Application.objects.select_related("call", "holder", "departement").get(
        pk=made.application_id
    )


def make_dossier(name: str = "", *, call: Call | None = None, departement=None) -> Application:
    """A filed dossier of another commune of the département (the Nord unless told otherwise)."""
    holder, mayor = make_commune(name, departement=departement), make_user()
    make_membership(mayor, holder, Role.REPRESENTATIVE)
    return filed(holder, mayor, call)


def make_draft(application: Application, *, by: User, **fields: Any) -> Opinion:
    """An opinion being written."""
    snapshot = application.snapshots.latest("number")
    return opining.save(opining.blank(application, snapshot), said(**fields), version=0, by=by)


def make_prepared(application: Application, *, by: User, **fields: Any) -> Opinion:
    """An opinion that waits for the chief."""
    return OPINION.perform(make_draft(application, by=by, **fields), "prepare", by=by)


def make_given(application: Application, *, by: User, **fields: Any) -> Opinion:
    """A given opinion; `by` is the chief."""
    return OPINION.perform(make_prepared(application, by=by, **fields), "give", by=by)


def typed(**fields: Any) -> dict[str, Any]:
    """What the page of the opinion sends."""
    return {
        "version": "0",
        "base": "{}",
        "filing": "1",
        "stance": "favourable",
        "rank": "1",
        "recommended_amount": "50 000",
        "context": "Deux points de deal près du collège.",
        "holder_capacity": "Un CLSPD actif.",
        "partners": ["parquet", "ars"],
        "partners_text": "",
        "risks": "",
        "recommendations": "",
        "go": "stay",
    } | fields


def opinions_world(examined: Application, *, agent: User, chief: User) -> dict[str, Any]:
    """For the access matrix: a dossier whose opinion is prepared, another whose is given."""
    make_prepared(examined, by=agent)
    judged = make_dossier()
    make_given(judged, by=chief)
    return {"judged": judged}

"""Addresses of the reviews."""

from django.urls import path

from reviews.views import criteria, decisions, results, statistics

app_name = "reviews"

DECISION = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<slug:slug>/nouvelle/", decisions.prepare, name="decision_prepare"),
    path("decisions/<slug:slug>/<int:number>/", decisions.decision, name="decision"),
    path(
        "decisions/<slug:slug>/<int:number>/export/",
        decisions.decision_export,
        name="decision_export",
    ),
    path(
        "decisions/<slug:slug>/<int:number>/etape/<slug:step>/",
        decisions.decision_step,
        name="decision_step",
    ),
    path(
        "decisions/<slug:slug>/<int:number>/dossiers/<slug:reference>/",
        decisions.award,
        name="award",
    ),
    path(
        "decisions/<slug:slug>/<int:number>/lettres/<slug:reference>/",
        decisions.letter_preview,
        name="letter_preview",
    ),
    path("resultats/<slug:reference>/", results.result, name="result"),
    path("resultats/<slug:reference>/lettre/", results.letter, name="letter"),
    path("resultats/<slug:reference>/renoncer/", results.give_up, name="give_up"),
]

STATISTICS = [
    path("statistiques/", statistics.editions, name="editions"),
    path("statistiques/<slug:slug>/", statistics.edition, name="statistics"),
    path("statistiques/<slug:slug>/export/", statistics.export, name="statistics_export"),
]

urlpatterns = [
    path("administration/appels/<slug:slug>/criteres/", criteria.criteria, name="criteria"),
    *DECISION,
    *STATISTICS,
]

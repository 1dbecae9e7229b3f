"""Addresses of the committee's session."""

from django.urls import path

from reviews.views import drawer, live, projection, scenarios, sittings

SESSION = [
    path("seances/", sittings.sittings, name="sittings"),
    path("seances/guide/", sittings.guide, name="session_guide"),
    path("seances/<slug:slug>/nouvelle/", sittings.sitting_plan, name="sitting_plan"),
    path("seances/<int:pk>/", live.sitting, name="sitting"),
    path("seances/<int:pk>/changements/", live.changes, name="sitting_changes"),
    path("seances/<int:pk>/modifier/", sittings.sitting_edit, name="sitting_edit"),
    path("seances/<int:pk>/ordre-du-jour/", sittings.sitting_agenda, name="sitting_agenda"),
    path("seances/<int:pk>/etape/<slug:step>/", sittings.sitting_step, name="sitting_step"),
    path("seances/<int:pk>/presences/", sittings.attendance, name="attendance"),
    path("seances/<int:pk>/projection/", projection.projection, name="projection"),
    path(
        "seances/<int:pk>/projection/changements/",
        projection.projection_changes,
        name="projection_changes",
    ),
    path("seances/<int:pk>/proces-verbal/", sittings.minutes_page, name="minutes"),
    path("seances/<int:pk>/proces-verbal/pdf/", sittings.minutes_pdf, name="minutes_pdf"),
    path("seances/<int:pk>/export/<slug:kind>/", scenarios.export, name="sitting_export"),
    path("seances/<int:pk>/scenarios/nouveau/", scenarios.new, name="scenario_new"),
    path("seances/<int:pk>/scenarios/comparer/", scenarios.compare, name="scenario_compare"),
    path("seances/<int:pk>/scenarios/<int:scenario>/", scenarios.edit, name="scenario"),
    path(
        "seances/<int:pk>/scenarios/<int:scenario>/remplir/",
        scenarios.fill,
        name="scenario_fill",
    ),
    path(
        "seances/<int:pk>/scenarios/<int:scenario>/<slug:act>/",
        scenarios.act,
        name="scenario_act",
    ),
    path(
        "seances/<int:pk>/scenarios/<int:scenario>/dossiers/<slug:reference>/",
        live.proposal,
        name="proposal",
    ),
    path("seances/<int:pk>/dossiers/<slug:reference>/", drawer.deliberation, name="deliberation"),
    path(
        "seances/<int:pk>/dossiers/<slug:reference>/projeter/",
        drawer.speak_of,
        name="sitting_current",
    ),
]

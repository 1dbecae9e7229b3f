"""Addresses."""

from django.urls import include, path

from applications.views import actions, budget, eligibility, sections

app_name = "applications"
urlpatterns = [
    path("administration/appels/", include("applications.call_urls")),
    path("dossiers/<str:reference>/recevabilite/", eligibility.panel, name="eligibility"),
    path("dossiers/<str:reference>/actions/", actions.plan, name="plan"),
    path("dossiers/<str:reference>/actions/ajouter/", actions.action_add, name="action_add"),
    path(
        "dossiers/<str:reference>/actions/exemples/",
        actions.action_examples,
        name="action_examples",
    ),
    path("dossiers/<str:reference>/actions/<int:pk>/", actions.action, name="action"),
    path(
        "dossiers/<str:reference>/actions/<int:pk>/deplacer/",
        actions.action_move,
        name="action_move",
    ),
    path(
        "dossiers/<str:reference>/actions/<int:pk>/dupliquer/",
        actions.action_duplicate,
        name="action_duplicate",
    ),
    path(
        "dossiers/<str:reference>/actions/<int:pk>/supprimer/",
        actions.action_remove,
        name="action_remove",
    ),
    path("dossiers/<str:reference>/budget/", budget.budget, name="budget"),
    path("dossiers/<str:reference>/budget/reporter/", budget.budget_fill, name="budget_fill"),
    # Any section that has no page of its own above.
    path("dossiers/<str:reference>/<str:section>/", sections.section, name="section"),
]

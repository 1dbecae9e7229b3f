"""Addresses."""

from django.urls import include, path

from applications.views import (
    actions,
    budget,
    completion,
    desk,
    documents,
    eligibility,
    filed,
    filing,
    opening,
    receipts,
    sections,
)

app_name = "applications"
urlpatterns = [
    path("administration/appels/", include("applications.call_urls")),
    path("dossiers/nouveau/", opening.create, name="create"),
    path("dossiers/", desk.application_list, name="list"),
    path("dossiers/deposes/", filed.filed_list, name="filed"),
    path("dossiers/deposes.csv", filed.filed_export, name="filed_export"),
    path("dossiers/<str:reference>/recapitulatif/", receipts.recap, name="recap"),
    path("dossiers/<str:reference>/journal/", receipts.journal_page, name="journal"),
    path("dossiers/<str:reference>/deposer/", filing.file, name="file"),
    path("dossiers/<str:reference>/reprendre/", filing.take_back, name="take_back"),
    path("dossiers/<str:reference>/complement/", completion.complete, name="complete"),
    path("dossiers/<str:reference>/retirer/", filing.withdraw, name="withdraw"),
    path("dossiers/<str:reference>/depots/<int:number>/", receipts.receipt, name="receipt"),
    path(
        "dossiers/<str:reference>/depots/<int:number>/documents/",
        receipts.renderings,
        name="renderings",
    ),
    path(
        "dossiers/<str:reference>/depots/<int:number>/<str:kind>.pdf",
        receipts.rendering,
        name="rendering",
    ),
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
    path("dossiers/<str:reference>/pieces-jointes/", documents.section, name="documents"),
    path("dossiers/<str:reference>/pieces/", documents.add, name="document_add"),
    path("dossiers/<str:reference>/pieces/<int:pk>/", documents.download, name="document"),
    path(
        "dossiers/<str:reference>/pieces/<int:pk>/retirer/",
        documents.remove,
        name="document_remove",
    ),
    # Any section that has no page of its own above.
    path("dossiers/<str:reference>/<str:section>/", sections.section, name="section"),
]

"""Addresses of the reviews."""

from django.urls import path

from reviews.committee_urls import COMMITTEE
from reviews.session_urls import SESSION
from reviews.views import (
    board,
    booklets,
    criteria,
    decisions,
    examining,
    opinion_lists,
    opinions,
    results,
    sheet,
    statistics,
    steps,
    thread,
    workbooks,
)

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
        "decisions/<slug:slug>/<int:number>/scenario/",
        decisions.refill,
        name="decision_refill",
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

BOOKLET = [
    path("livrets/<slug:slug>/", booklets.booklet, name="booklet"),
    path("livrets/<slug:slug>/avancement/", booklets.booklet_progress, name="booklet_progress"),
    path("livrets/<slug:slug>/livret.pdf", booklets.booklet_file, name="booklet_file"),
]

WORKBOOK = [
    path("classeurs/<slug:kind>/<slug:slug>/", workbooks.workbook, name="workbook"),
    path(
        "classeurs/<slug:kind>/<slug:slug>/avancement/",
        workbooks.workbook_progress,
        name="workbook_progress",
    ),
    path(
        "classeurs/<slug:kind>/<slug:slug>/classeur.xlsx",
        workbooks.workbook_file,
        name="workbook_file",
    ),
]

STATISTICS = [
    path("statistiques/", statistics.editions, name="editions"),
    path("statistiques/<slug:slug>/", statistics.edition, name="statistics"),
    path("statistiques/<slug:slug>/export/", statistics.export, name="statistics_export"),
]

INSTRUCTION = [
    path("instruction/", board.board, name="board"),
    path("instruction/export.<str:kind>", board.board_export, name="board_export"),
    path("instruction/vues/", board.view_add, name="view_add"),
    path("instruction/vues/<int:pk>/supprimer/", board.view_remove, name="view_remove"),
    path("instruction/lot/", steps.bulk, name="bulk"),
    path("instruction/guide/", board.guide, name="instructor_guide"),
    path("instruction/<str:reference>/", sheet.sheet, name="sheet"),
    path("instruction/<str:reference>/comparer/", sheet.compare, name="compare"),
    path("instruction/<str:reference>/commenter/", examining.comment, name="comment"),
    path("instruction/<str:reference>/verifications/<str:clause>/", examining.check, name="check"),
    path("instruction/<str:reference>/notes/", examining.note_add, name="note_add"),
    path("instruction/<str:reference>/notes/<int:pk>/", examining.note, name="note"),
    path("instruction/<str:reference>/points/<int:pk>/", examining.remark, name="remark"),
    path("instruction/<str:reference>/complement/", examining.ask, name="ask_completion"),
    path(
        "instruction/<str:reference>/complement/clore/", examining.cancel, name="cancel_completion"
    ),
    path("instruction/<str:reference>/etapes/<str:step>/", steps.step, name="step"),
    path("messages/<str:reference>/", thread.messages_page, name="thread"),
    path("messages/<str:reference>/fichiers/<int:pk>/", thread.message_file, name="message_file"),
]

OPINION = [
    path("avis/", opinion_lists.opinions, name="opinions"),
    path("avis/export/", opinion_lists.opinions_export, name="opinions_export"),
    path("avis/prefectures/", opinion_lists.opinion_wall_page, name="opinion_wall"),
    path("avis/prefectures/export/", opinion_lists.opinion_wall_export, name="opinion_wall_export"),
    path(
        "avis/prefectures/<slug:slug>/relance/", opinion_lists.opinion_remind, name="opinion_remind"
    ),
    path("avis/dossiers/<slug:reference>/", opinions.opinion, name="opinion"),
    path("avis/dossiers/<slug:reference>/nouveau/", opinions.opinion_renew, name="opinion_renew"),
    path(
        "avis/dossiers/<slug:reference>/<int:number>/",
        opinions.opinion_numbered,
        name="opinion_numbered",
    ),
    path(
        "avis/dossiers/<slug:reference>/etape/<slug:step>/",
        opinions.opinion_step,
        name="opinion_step",
    ),
]

urlpatterns = [
    path("administration/appels/<slug:slug>/criteres/", criteria.criteria, name="criteria"),
    *COMMITTEE,
    *DECISION,
    *STATISTICS,
    *INSTRUCTION,
    *OPINION,
    *BOOKLET,
    *WORKBOOK,
    *SESSION,
]

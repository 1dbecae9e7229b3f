"""Addresses of the negotiation: the discussion of a text, its steps, the list of conventions."""

from django.urls import path

from conventions.views import amending, board, ending, steps, talk

ACT = "conventions/<str:reference>/<int:number>"

TALK = [
    path("conventions/", board.conventions, name="conventions"),
    path("conventions/export.<str:kind>", board.export, name="conventions_export"),
    path("conventions/<str:reference>/montant/", ending.amount, name="agreed_amount"),
    path("conventions/<str:reference>/avenant/", amending.amendment, name="amend"),
    path("conventions/<str:reference>/fin/", ending.end, name="end_convention"),
    path(f"{ACT}/", talk.discussion, name="act"),
    path(f"{ACT}/commenter/", talk.comment, name="comment"),
    path(f"{ACT}/remarques/<int:pk>/", talk.answer, name="answer"),
    path(f"{ACT}/accord/", talk.agree, name="agree"),
    path(f"{ACT}/articles/<slug:code>/", talk.reword, name="reword"),
    path(f"{ACT}/comparer/", talk.compare, name="compare_versions"),
    path(f"{ACT}/plume/", steps.hand_over, name="hand_over"),
    path(f"{ACT}/etapes/<slug:step>/", steps.step, name="act_step"),
]

"""Addresses of the committee: its members' pages, then the instruction's."""

from django.urls import path

from reviews.views import assignments, committee, grid, progress, ranking, readings

READER = [
    path("lectures/", readings.readings, name="readings"),
    path("lectures/<slug:slug>/declaration/", readings.declaration, name="declaration"),
    path("lectures/dossiers/<slug:reference>/", grid.grid, name="grid"),
    path("lectures/dossiers/<slug:reference>/abstention/", grid.abstain, name="abstain"),
    path("lectures/dossiers/<slug:reference>/conflit/", readings.conflict, name="conflict"),
]

COMMITTEE = [
    *READER,
    path("administration/appels/<slug:slug>/examen/", committee.review_terms, name="review_terms"),
    path("comites/", committee.committees, name="committees"),
    path("comites/<slug:slug>/", committee.committee, name="committee"),
    path("comites/<slug:slug>/membres/<int:number>/", committee.seat, name="seat"),
    path("comites/<slug:slug>/membres/<int:number>/fin/", committee.seat_leave, name="seat_leave"),
    path("comites/<slug:slug>/attributions/", assignments.assignments, name="assignments"),
    path(
        "comites/<slug:slug>/attributions/repartir/",
        assignments.assignments_balance,
        name="assignments_balance",
    ),
    path(
        "comites/<slug:slug>/attributions/<slug:reference>/",
        assignments.assignment_change,
        name="assignment_change",
    ),
    path("comites/<slug:slug>/conflits/", assignments.conflicts, name="conflicts"),
    path(
        "comites/<slug:slug>/conflits/<slug:reference>/<int:number>/",
        assignments.suspicion,
        name="suspicion",
    ),
    path(
        "comites/<slug:slug>/deports/<int:number>/lever/",
        assignments.recusal_lift,
        name="recusal_lift",
    ),
    path("comites/<slug:slug>/lectures/", progress.progress, name="progress"),
    path("comites/<slug:slug>/classement/", ranking.ranking, name="ranking"),
    path("comites/<slug:slug>/lectures/relancer/", progress.remind, name="remind"),
    path("comites/<slug:slug>/lectures/export/", progress.reviews_export, name="reviews_export"),
    path("comites/dossiers/<slug:reference>/", progress.dossier_reviews, name="dossier_reviews"),
    path("comites/dossiers/<slug:reference>/<int:number>/rouvrir/", grid.reopen, name="reopen"),
]

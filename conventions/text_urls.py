"""Addresses of the text: the call's articles and terms, the opening, the draft."""

from django.urls import path

from conventions.views import articles, details, drafts, opening, terms

CALL = "administration/appels/<slug:slug>"
DRAFT = "conventions/<str:reference>/<int:number>/projet"

TEXT = [
    path("conventions/ouverture/", opening.opening, name="opening"),
    path("conventions/<str:reference>/donnees/", details.convention_details, name="details"),
    path(f"{DRAFT}/", drafts.draft, name="draft"),
    path(f"{DRAFT}/avancement/", drafts.draft_progress, name="draft_progress"),
    path(f"{DRAFT}/fichier/", drafts.draft_file, name="draft_file"),
    path(f"{CALL}/convention/", terms.convention_terms, name="terms"),
    path(f"{CALL}/convention/visas/", terms.visas, name="visas"),
    path(f"{CALL}/articles/", articles.articles, name="articles"),
    path(f"{CALL}/articles/nouveau/", articles.article, name="article_add"),
    path(f"{CALL}/articles/apercu/", articles.preview, name="article_preview"),
    path(f"{CALL}/articles/<slug:code>/", articles.article, name="article"),
]

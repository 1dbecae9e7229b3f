"""Addresses of the text: the call's articles, the opening, the document."""

from django.urls import path

from conventions.views import articles, opening

CALL = "administration/appels/<slug:slug>"

TEXT = [
    path("conventions/ouverture/", opening.opening, name="opening"),
    path(f"{CALL}/articles/", articles.articles, name="articles"),
    path(f"{CALL}/articles/nouveau/", articles.article, name="article_add"),
    path(f"{CALL}/articles/<slug:code>/", articles.article, name="article"),
]

"""Addresses of the conventions."""

from django.urls import path

from conventions import views

app_name = "conventions"
urlpatterns = [
    path("administration/appels/<slug:slug>/articles/", views.articles, name="articles"),
    path("administration/appels/<slug:slug>/articles/nouveau/", views.article, name="article_add"),
    path("administration/appels/<slug:slug>/articles/<slug:code>/", views.article, name="article"),
]

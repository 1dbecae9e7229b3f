"""Addresses of the administrator's calls, under /administration/appels/."""

from django.urls import path

from applications.views import call_copy, call_lists, calls

urlpatterns = [
    path("", calls.call_list, name="calls"),
    path("<slug:slug>/", calls.call_edit, name="call_edit"),
    path("<slug:slug>/apercu/", calls.call_preview, name="call_preview"),
    path("<slug:slug>/publication/", calls.call_publication, name="call_publication"),
    path("<slug:slug>/copier/", call_copy.call_copy, name="call_copy"),
    path("<slug:slug>/prolongations/", call_copy.extensions, name="extensions"),
    path(
        "<slug:slug>/prolongations/<int:pk>/annuler/",
        call_copy.extension_revoke,
        name="extension_revoke",
    ),
    path("<slug:slug>/reglages/<slug:part>/", calls.call_settings, name="call_settings"),
    path("<slug:slug>/listes/<slug:part>/", call_lists.call_lines, name="call_lines"),
    path("<slug:slug>/exemples/", call_lists.call_examples, name="call_examples"),
    path("<slug:slug>/exemples/nouveau/", call_lists.call_example, name="call_example_add"),
    path("<slug:slug>/exemples/<slug:code>/", call_lists.call_example, name="call_example"),
]

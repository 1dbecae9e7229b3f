"""Addresses of the notifications."""

from django.urls import path

from notifications import administration, choices, probes, views

app_name = "notifications"
urlpatterns = [
    path("sante/", probes.show, name="health"),
    path("notifications/", views.notice_list, name="list"),
    path("notifications/lues/", views.mark_read, name="mark_read"),
    path("notifications/reglages/", choices.preferences, name="preferences"),
    path("notifications/arreter/<str:token>/", choices.unsubscribe, name="unsubscribe"),
    path("administration/courriels/", administration.mails, name="mails"),
    path("administration/courriels/<int:pk>/relancer/", administration.retry, name="mail_retry"),
    path("administration/courriels/relancer/", administration.retry_all, name="mails_retry"),
    path("administration/evenements/relancer/", administration.retry_events, name="events_retry"),
    path("demo/courriels/", views.demo_mails, name="demo_mails"),
    path("demo/courriels/<int:pk>/", views.demo_mail, name="demo_mail"),
    path("demo/courriels/<int:pk>/html/", views.demo_mail_html, name="demo_mail_html"),
]

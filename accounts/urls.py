"""Addresses of the accounts: collectivités, invitations, people, one's own account."""

from django.urls import path

from accounts.views import demo, own

app_name = "accounts"
urlpatterns = [
    path("compte/", own.account, name="account"),
    path("compte/sessions/<int:pk>/fermer/", own.session_end, name="session_end"),
    path("demo/connexion/", demo.demo_login, name="demo_login"),
]

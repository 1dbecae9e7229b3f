"""Addresses of the accounts: collectivités, invitations, people, one's own account."""

from django.urls import path

from accounts.views import demo, invitations, joining, journal, own, people, team

app_name = "accounts"
urlpatterns = [
    path("compte/", own.account, name="account"),
    path("compte/sessions/<int:pk>/fermer/", own.session_end, name="session_end"),
    path("demo/connexion/", demo.demo_login, name="demo_login"),
    # --- administration: people and their roles, audit log
    path("administration/personnes/", people.people, name="people"),
    path("administration/personnes/<int:pk>/", people.person, name="person"),
    path("administration/personnes/<int:pk>/fermer/", people.account_close, name="account_close"),
    path(
        "administration/personnes/<int:pk>/rouvrir/", people.account_reopen, name="account_reopen"
    ),
    path("administration/roles/<int:pk>/retirer/", people.role_remove, name="role_remove"),
    path("administration/journal/", journal.journal, name="journal"),
    path("administration/journal/verifier/", journal.journal_verify, name="journal_verify"),
    # --- collectivités: joining, team, invitations
    path("collectivites/recherche/", joining.search, name="search"),
    path("collectivites/rejoindre/", joining.join, name="join"),
    path("collectivites/<int:pk>/equipe/", team.team, name="team"),
    path("collectivites/<int:pk>/inviter/", invitations.invite, name="invite"),
    path("rattachements/", team.pending, name="pending"),
    path("rattachements/<int:pk>/valider/", team.validate, name="membership_validate"),
    path("rattachements/<int:pk>/refuser/", team.refuse, name="membership_refuse"),
    path("rattachements/<int:pk>/retirer/", team.remove, name="membership_remove"),
    path("rattachements/<int:pk>/role/", team.role, name="membership_role"),
    path("invitations/<int:pk>/renvoyer/", invitations.resend, name="invitation_resend"),
    path("invitations/<int:pk>/annuler/", invitations.revoke, name="invitation_revoke"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]

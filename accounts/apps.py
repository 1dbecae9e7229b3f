"""The app opens its sessions itself, in fewer questions than allauth."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who people are."""

    name = "accounts"

    def ready(self) -> None:
        """Leave the list of open sessions to AccountAdapter.login.

        Allauth's own listener reads every former session of the person at each log-in; a daily
        task deletes those that are gone (accounts.tasks).
        """
        from allauth.account.signals import user_logged_in
        from allauth.usersessions.signals import on_user_logged_in

        user_logged_in.disconnect(on_user_logged_in)

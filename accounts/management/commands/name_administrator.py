"""Command: name the first administrator, who names the others on screen."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import roles
from accounts.models import User
from workflow.engine import Refused


class Command(BaseCommand):
    """Give the administrator's role to an account that exists; journaled like any other."""

    help = "Nomme administrateur le compte de cette adresse, qui doit exister et être confirmée."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One address."""
        parser.add_argument("adresse")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give the role; raise CommandError when the account is unknown or already has it."""
        email = options["adresse"].strip().lower()
        person = User.objects.filter(email=email, emailaddress__verified=True).first()
        if person is None:
            raise CommandError(
                f"Aucun compte confirmé à l'adresse {email} : la personne crée d'abord son compte "
                "sur le portail et confirme son adresse."
            )
        try:
            roles.name_first_administrator(person)
        except Refused as refusal:
            raise CommandError(" ".join(refusal.reasons)) from refusal
        self.stdout.write(f"{person} ({email}) est administrateur.")

"""Which organisation each party to a convention is (C-4.2e)."""

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from conventions.enums import Party
from conventions.models import Convention


def organisation_of(convention: Convention, party: str) -> Organisation:
    """The holder, the prefecture of the dossier's département, or MILDECA.

    Raises Organisation.DoesNotExist when the register lacks it.
    """
    if party == Party.HOLDER:
        return convention.application.holder
    if party == Party.PREFECTURE:
        return Organisation.objects.get(
            kind=OrganisationKind.PREFECTURE,
            departement_id=convention.application.departement_id,
        )
    return Organisation.objects.get(kind=OrganisationKind.MILDECA)

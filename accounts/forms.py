"""Forms of the account pages."""

from django import forms


class SignupForm(forms.Form):
    """Fields asked at sign-up besides the address and the password."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)

    def signup(self, request, user):
        """Keep the names on the new account."""

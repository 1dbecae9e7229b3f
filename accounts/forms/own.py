"""Who one is."""

from django import forms
from django.core.validators import RegexValidator

from accounts.models import User
from limits_portal.forms import PortalForm

phone_number = RegexValidator(
    r"^\+?[0-9 ().\-/]{6,30}$",
    "Indiquez un numéro de téléphone, par exemple « 03 20 00 00 00 ».",
)


class ProfileForm(forms.ModelForm, PortalForm):
    """Name, function, phone: printed on the dossiers one writes."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "job_title", "phone")
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }
        help_texts = {"phone": "Par exemple : 03 20 00 00 00."}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "job_title"):
            self.fields[name].required = True
        self.fields["phone"].validators.append(phone_number)

    def save(self, commit: bool = True) -> User:
        """Write these fields only."""
        self.instance.save(update_fields=self.Meta.fields)
        return self.instance

"""Forms of the committee's make-up and of the terms of its work (C-5d)."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from accounts.models import Departement, User
from limits_portal.forms import DayField, LongTextField, PortalForm
from reviews.models import Criterion, Seat


class SeatForm(PortalForm):
    """What is known of a member: employer and départements feed the suspicion of conflicts."""

    employer = forms.CharField(
        label="Employeur",
        max_length=200,
        required=False,
        help_text="Comparé aux noms cités dans les dossiers, pour signaler un conflit d’intérêts.",
    )
    departements = forms.CharField(
        label="Départements d’attache",
        max_length=200,
        required=False,
        help_text="Codes séparés par des virgules, par exemple « 59, 62 ». "
        "Leurs dossiers ne lui sont pas attribués.",
    )
    is_chair = forms.BooleanField(label="Préside le comité", required=False)
    is_away = forms.BooleanField(
        label="Absent pour la lecture",
        required=False,
        help_text="Rien ne lui est attribué ; ce qui est commencé lui reste.",
    )
    layout = Layout(
        Row(
            Column("employer", css_class="fr-col-12"), Column("departements", css_class="fr-col-12")
        ),
        "is_chair",
        "is_away",
    )

    @classmethod
    def initial_of(cls, seat: Seat) -> dict[str, Any]:
        """What is stored, as it is typed."""
        return {
            "employer": seat.employer,
            "departements": ", ".join(seat.departements),
            "is_chair": seat.is_chair,
            "is_away": seat.is_away,
        }

    def clean_departements(self) -> list[str]:
        """Known codes, each once, in order."""
        typed = self.cleaned_data["departements"].upper().replace(";", ",").replace(" ", ",")
        codes = sorted({code for code in typed.split(",") if code})
        known = set(Departement.objects.filter(code__in=codes).values_list("code", flat=True))
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(f"Code de département inconnu : {', '.join(unknown)}.")
        return codes


class AppointmentForm(SeatForm):
    """A new member, among those who hold the role."""

    person = forms.ModelChoiceField(
        label="Personne",
        queryset=User.objects.none(),
        empty_label="Choisir…",
        help_text="Les personnes qui ont le rôle de membre du comité.",
    )
    layout = Layout(
        "person",
        Row(
            Column("employer", css_class="fr-col-12 fr-col-md-6"),
            Column("departements", css_class="fr-col-12 fr-col-md-6"),
        ),
        "is_chair",
        "is_away",
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(
            pk__in=[p.pk for p in people]
        ).order_by("last_name", "first_name")


class TermsForm(PortalForm):
    """How the call is reviewed. The call itself fixes none of it: MILDECA does."""

    readers_per_dossier = forms.IntegerField(label="Lecteurs par dossier", min_value=1, max_value=9)
    minimum_reviews = forms.IntegerField(
        label="Lectures pour une moyenne solide",
        min_value=1,
        max_value=9,
        help_text="En dessous, la moyenne est dite fragile.",
    )
    opinions_due_on = DayField(label="Avis des préfectures attendus le", required=False)
    reviews_due_on = DayField(label="Lectures du comité attendues le", required=False)
    convocation_days = forms.IntegerField(
        label="Jours entre la convocation et la séance", min_value=0, max_value=60
    )
    quorum_percent = forms.IntegerField(
        label="Quorum, en % des membres", min_value=0, max_value=100
    )
    divergence_gap = forms.IntegerField(
        label="Écart qui signale une divergence, en points sur 100", min_value=1, max_value=100
    )
    threshold = forms.IntegerField(
        label="Seuil sur 100",
        min_value=0,
        max_value=100,
        help_text="En dessous, le dossier est dit « sous le seuil ».",
    )
    first_tie_break = forms.ChoiceField(label="À égalité, d’abord", required=False)
    second_tie_break = forms.ChoiceField(label="Puis", required=False)
    appeal_text = LongTextField(
        label="Voies et délais de recours, dans les lettres",
        max_length=3000,
        rows=4,
        required=False,
    )
    appeal_text_is_validated = forms.BooleanField(
        label="Texte validé par le service juridique",
        required=False,
        help_text="Il n’est imprimé qu’une fois validé.",
    )
    layout = Layout(
        Row(
            Column("readers_per_dossier", css_class="fr-col-12 fr-col-md-6"),
            Column("minimum_reviews", css_class="fr-col-12 fr-col-md-6"),
        ),
        Row(
            Column("opinions_due_on", css_class="fr-col-12 fr-col-md-6"),
            Column("reviews_due_on", css_class="fr-col-12 fr-col-md-6"),
        ),
        Row(
            Column("convocation_days", css_class="fr-col-12 fr-col-md-6"),
            Column("quorum_percent", css_class="fr-col-12 fr-col-md-6"),
        ),
        Row(
            Column("divergence_gap", css_class="fr-col-12 fr-col-md-6"),
            Column("threshold", css_class="fr-col-12 fr-col-md-6"),
        ),
        Row(
            Column("first_tie_break", css_class="fr-col-12 fr-col-md-6"),
            Column("second_tie_break", css_class="fr-col-12 fr-col-md-6"),
        ),
        "appeal_text",
        "appeal_text_is_validated",
    )

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Rien : le numéro du dossier"), *((c.code, c.title) for c in criteria)]
        for name in ("first_tie_break", "second_tie_break"):
            self.fields[name].choices = choices

    @staticmethod
    def initial_of(stored: dict[str, Any]) -> dict[str, Any]:
        """Stored terms, as they are typed."""
        ties = [*stored["tie_breaks"], "", ""]
        return {
            **stored,
            "divergence_gap": int(Decimal(stored["divergence_gap"])),
            "threshold": int(Decimal(stored["threshold"])),
            "quorum_percent": int(Decimal(stored["quorum_share"]) * 100),
            "first_tie_break": ties[0],
            "second_tie_break": ties[1],
        }

    def as_terms(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The typed terms, as they are stored; what the form does not speak of is kept."""
        typed = dict(self.cleaned_data)
        ties = [typed.pop("first_tie_break"), typed.pop("second_tie_break")]
        quorum = Decimal(typed.pop("quorum_percent")) / 100
        known = {name: value for name, value in typed.items() if name in stored}
        return {
            **stored,
            **known,
            "quorum_share": str(quorum),
            "tie_breaks": list(dict.fromkeys(code for code in ties if code)),
        }

"""The seven questions of « Mon projet est-il éligible ? » and the words of its verdict."""

from dataclasses import dataclass
from typing import Any, Literal

from django import forms

from applications.content import Terms
from applications.eligibility import Finding, blocking
from applications.simulation import QUESTIONS, Answers
from limits_portal.forms import DayField, MoneyField, PortalForm

HOLDERS = [
    ("commune", "Une commune"),
    ("epci", "Une intercommunalité (communauté, métropole)"),
    ("association", "Une association"),
    ("other", "Un autre organisme"),
]
YEARS = [("1", "1 an"), ("2", "2 ans"), ("3", "3 ans"), ("4", "4 ans ou plus")]
OPERATORS = [
    ("none", "Non, la collectivité met elle-même en œuvre ses actions"),
    ("independent", "Oui, et aucun n'a de lien avec ces secteurs"),
    ("linked", "Oui, et l'un d'eux a un lien avec ces secteurs"),
]
RECRUITMENTS = [
    ("none", "Non"),
    ("bounded", "Oui, pour la durée du projet au plus"),
    ("permanent", "Oui, sur un poste qui durera après le projet"),
]


class SimulatorForm(PortalForm):
    """Seven questions, any of them left for later; names are those of the address."""

    form_method = "get"
    use_required_attribute = False

    porteur = forms.ChoiceField(
        label="1. Qui porte le projet ?", choices=HOLDERS, widget=forms.RadioSelect
    )
    precedent = forms.ChoiceField(
        label=(
            "2. Votre collectivité a-t-elle déjà été lauréate d'un appel à projets de la MILDECA ?"
        ),
        choices=[("non", "Non"), ("oui", "Oui")],
        widget=forms.RadioSelect,
    )
    fin = DayField(label="Si oui, date de fin de ce projet", required=False)
    duree = forms.ChoiceField(
        label="3. Combien de temps durera le projet ?", choices=YEARS, widget=forms.RadioSelect
    )
    axes = forms.MultipleChoiceField(
        label="4. Dans quels axes prévoyez-vous au moins une action concrète ?",
        widget=forms.CheckboxSelectMultiple,
    )
    demande = MoneyField(
        label="5. Quelle subvention demandez-vous à la MILDECA, toutes années réunies ?",
        help_text="En euros.",
    )
    cout = MoneyField(
        label="Coût complet du projet",
        help_text="En euros, subvention comprise. Pour connaître la part de cofinancement.",
        required=False,
    )
    operateurs = forms.ChoiceField(
        label="6. Des opérateurs (associations, entreprises) mettront-ils en œuvre des actions ?",
        help_text="Ils ne doivent avoir aucun lien avec l'industrie du tabac, les filières d'offre "
        "d'alcool ou de cannabis, les jeux vidéo, les jeux d'argent et de hasard.",
        choices=OPERATORS,
        widget=forms.RadioSelect,
    )
    recrutements = forms.ChoiceField(
        label="7. La subvention servira-t-elle à recruter ?",
        choices=RECRUITMENTS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axes"].choices = terms.axes

    def full_clean(self) -> None:
        """Check formats only: a question may wait."""
        expected = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, required in expected.items():
            self.fields[name].required = required

    def clean(self) -> dict[str, Any]:
        """A project costs at least what is asked for it."""
        cleaned = super().clean() or self.cleaned_data
        asked, cost = cleaned.get("demande"), cleaned.get("cout")
        if asked is not None and cost is not None and cost < asked:
            self.add_error("cout", "Le coût complet ne peut pas être inférieur à la subvention.")
        return cleaned

    def answers(self) -> Answers:
        """What was answered; an answer that cannot be read waits for its correction."""
        if not self.is_bound:
            return Answers()
        self.is_valid()
        said = self.cleaned_data
        past = said.get("precedent")
        return Answers(
            holder=said.get("porteur", ""),
            has_past_award={"oui": True, "non": False}.get(past or ""),
            past_award_ended_on=said.get("fin") if past == "oui" else None,
            years=int(said["duree"]) if said.get("duree") else None,
            axes=tuple(said["axes"]) if said.get("axes") else None,
            asked=said.get("demande"),
            cost=said.get("cout"),
            operators=said.get("operateurs", ""),
            recruitment=said.get("recrutements", ""),
        )


@dataclass(frozen=True)
class Outcome:
    """The verdict in one sentence; `level` is that of a DSFR alert."""

    level: Literal["info", "success", "warning", "error"]
    title: str
    text: str


def outcome(answers: Answers, findings: list[Finding]) -> Outcome:
    """Say whether the project, as answered, may be filed."""
    refused = blocking(findings)
    left = len(QUESTIONS) - len(answers.answered)
    problems = [finding for finding in refused if finding.code != "DELAI"]
    if any(finding.code == "PORTEUR_ELIGIBLE" for finding in problems):
        return Outcome(
            "error",
            "Votre organisme ne peut pas porter le dossier",
            "Il peut participer au projet d'une commune ou d'une intercommunalité.",
        )
    if problems:
        many = "s" if len(refused) > 1 else ""
        return Outcome(
            "error",
            "Votre projet n'est pas éligible en l'état",
            f"{len(refused)} point{many} à corriger, expliqué{many} ci-dessous.",
        )
    if left:
        many = "s" if left > 1 else ""
        begun = "Rien ne s'oppose à votre projet pour l'instant." if answers.answered else ""
        return Outcome(
            "info",
            f"Encore {left} question{many}",
            begun or "Le verdict se construit à mesure de vos réponses.",
        )
    if refused:
        return Outcome(
            "warning",
            "Votre projet remplit ces règles, mais le dépôt n'est pas ouvert",
            refused[0].reason,
        )
    return Outcome(
        "success",
        "Votre projet est éligible, d'après vos réponses",
        "Vous pouvez créer votre dossier. L'éligibilité ne préjuge pas de la sélection.",
    )

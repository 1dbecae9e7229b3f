"""Write docs/notifications.md from the table of notices."""

from django.conf import settings
from django.core.management.base import BaseCommand

from notifications.notices import RULES
from notifications.rule import Rule

PATH = settings.BASE_DIR / "docs" / "notifications.md"
INTRODUCTION = """# Qui est prévenu de quoi

Page produite par `manage.py write_notices` à partir de la table `notifications/notices.py` ;
un test compare.
Un avis sans sujet est dû : personne ne peut en couper le courriel. Les autres se règlent sur la
page « Régler vos notifications » (à chaque fois, un résumé par jour, aucun) et s'arrêtent en un
clic depuis le courriel lui-même. La liste du portail garde tout.

| événement du journal | avis | qui | courriel | sujet | parce que… |
|---|---|---|---|---|---|
"""
# The recipients in French, by the function that finds them.
WHO = {
    "team": "l’équipe de la collectivité",
    "readers_for_the_state": "les instructeurs et la préfecture du département",
    "instructors_until_then": "les instructeurs qui lisaient le dossier, s’il était déposé",
    "prefecture_until_then": "la préfecture du département, si le dossier était déposé",
    "state_until_then": "les instructeurs et la préfecture du département",
    "readers_until_then": "les membres du comité qui lisaient le dossier, s’il était déposé",
    "extended_team": "l’équipe de la collectivité",
    "writing_for_it": "ceux qui écrivent un brouillon pour cet appel",
    "writers": "ceux qui écrivent le brouillon",
    "those_asked": "l’équipe de la collectivité, tant que la réponse manque",
    "deciders": "ceux qui peuvent répondre à la demande",
    "person": "la personne concernée",
    "inviter": "l’auteur de l’invitation",
    "invitation_author": "l’auteur de l’invitation",
    "members_convened": "les membres du comité, tant que la séance est à tenir",
    "members": "les membres du comité",
    "signatory": "la personne qui préside, tant que le procès-verbal attend",
    "presidents": "le président de la MILDECA",
    "instructors": "les instructeurs",
    "prefectures_concerned": "les préfectures des départements concernés",
    "chiefs": "les chefs de projet MILDECA du département",
    "readers": "les instructeurs qui lisent le dossier",
    "of_the_prefecture": "la préfecture concernée",
    "who_gave_an_opinion": "la préfecture qui a rendu un avis",
    "newly_assigned": "les membres du comité à qui des lectures reviennent",
    "reader": "le membre du comité, s’il lit toujours le dossier",
    "member_missing": "le membre du comité, tant qu’il lui reste des lectures",
    "instructors_concerned": "les instructeurs qui lisent le dossier",
    "the_others": "la collectivité et la préfecture",
    "who_gets_the_pen": "la partie qui reçoit la plume, tant qu’elle la tient",
    "who_loses_the_pen": "la partie à qui la MILDECA reprend la plume",
    "who_answers": "la partie qui tient la plume ; les deux autres, si la remarque est d’elle",
    "who_remarked": "la partie qui a fait la remarque",
    "when_all_agree": "les instructeurs, au dernier accord donné",
    "all_parties": "les trois parties",
    "of_an_amendment": "les trois parties, si c’est un avenant",
    "parties_of_the_convention": "les trois parties",
    "team_that_saw_no_text": "l’équipe de la collectivité, si le texte n’a pas été mis en discussion",
    "on_whose_desk": "la partie qui tient la plume, ou le prochain signataire",
    "whose_turn": "ceux qui signent pour la partie suivante, si c’est encore son tour",
    "who_follows": "ceux qui ont préparé le texte dans les trois parties, sauf l’auteur",
    "all_concerned": "les trois parties, signataires compris",
    "who_certifies": "les instructeurs, sauf celui qui a déclaré la copie",
    "who_declared": "celui qui a déclaré la copie",
}


def line(rule: Rule) -> str:
    """One row of the table."""
    who = WHO[rule.to.__name__]
    topic = rule.topic.label if rule.topic else "dû"
    mail = "oui" if rule.is_mailed else "non"
    return f"| `{rule.event}` | `{rule.code}` | {who} | {mail} | {topic} | {rule.because} |"


def document() -> str:
    """Return the whole text of docs/notifications.md."""
    return INTRODUCTION + "\n".join(line(rule) for rule in RULES) + "\n"


class Command(BaseCommand):
    """Writes the document."""

    help = "Écrit docs/notifications.md à partir de la table des avis."

    def handle(self, *args: object, **options: object) -> None:
        """Write the file."""
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH.name} écrit.")

"""What each line of the journal says in French, for those who read it: administrators.

Only words: nothing here is imported from the apps the events come from. A test asks for the
words of every event the code can write.
"""

from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

PEOPLE = {
    "account.login": "Connexion",
    "account.logout": "Déconnexion",
    "account.session_end": "Session fermée",
    "account.password_changed": "Mot de passe changé",
    "account.password_reset": "Mot de passe réinitialisé",
    "account.password_set": "Mot de passe choisi",
    "account.email_changed": "Adresse changée",
    "account.email_confirm": "Adresse confirmée",
    "account.email_deleted": "Adresse retirée",
    "account.totp_activated": "Double authentification activée",
    "account.totp_deactivated": "Double authentification retirée",
    "account.recovery_codes_generated": "Codes de secours créés",
    "account.closed": "Compte fermé",
    "account.reopened": "Compte rouvert",
    "membership.requested": "Rattachement demandé",
    "membership.granted": "Rôle donné",
    "membership.validate": "Rattachement validé",
    "membership.join": "Équipe rejointe sur invitation",
    "membership.refuse": "Rattachement refusé",
    "membership.remove": "Rattachement retiré",
    "membership.demo": "Personne de démonstration",
    "membership.waiting_reminder": "Rappel d’un rattachement à valider",
    "invitation.create": "Invitation envoyée",
    "invitation.resend": "Invitation renvoyée",
    "invitation.revoke": "Invitation annulée",
    "invitation.accept": "Invitation acceptée",
    "invitation.waiting_reminder": "Rappel d’une invitation",
    "email.retry": "Courriel remis dans la file",
}
CALLS = {
    "call.loaded": "Appel chargé depuis son fichier",
    "call.copied": "Appel créé par copie",
    "call.edited": "Appel modifié",
    "call.demonstration_loaded": "Démonstration chargée",
    "call.published": "Appel publié",
    "call.unpublished": "Appel retiré du site",
    "extension.granted": "Prolongation accordée",
    "extension.revoked": "Prolongation annulée",
}
DOSSIERS = {
    "application.create": "Dossier créé",
    "application.reused": "Dossier repris d’un précédent",
    "application.action_removed": "Action supprimée du plan",
    "application.document_added": "Pièce ajoutée",
    "application.document_removed": "Pièce retirée",
    "application.document_infected": "Pièce refusée par l’antivirus",
    "application.submit": "Dossier déposé",
    "application.late_attempt": "Tentative de dépôt après la date limite",
    "application.take_back": "Dossier repris pour être modifié",
    "application.withdraw": "Dossier retiré",
    "application.erased": "Brouillon effacé",
    "application.deadline_reminder": "Rappel de la date limite",
    "application.expiry_reminder": "Rappel d’un brouillon qui va être effacé",
    "application.ask_completion": "Complément demandé",
    "application.completion_reminder": "Rappel de la demande de complément",
    "application.complete": "Complément envoyé",
    "application.cancel_completion": "Demande de complément close",
    "application.holder_wrote": "Message de la collectivité",
    "application.instruction_wrote": "Message de la MILDECA",
    "application.message_file_infected": "Fichier d’un message refusé par l’antivirus",
    "application.admit": "Dossier déclaré recevable",
    "application.refuse": "Dossier déclaré irrecevable",
    "application.send_to_committee": "Dossier envoyé au comité",
    "application.select": "Dossier retenu",
    "application.put_on_reserve": "Dossier inscrit en liste complémentaire",
    "application.reject": "Dossier non retenu",
    "application.give_up": "Renoncement à l’aide",
    "application.lapse": "Renonciation constatée",
}
REVIEWS = {
    "opinion.begin": "Avis commencé",
    "opinion.renew": "Nouvel avis commencé",
    "opinion.prepare": "Avis préparé",
    "opinion.take_back": "Rédaction de l’avis reprise",
    "opinion.give": "Avis rendu",
    "opinion.reminder": "Rappel d’un avis à rendre",
    "opinion.reminded": "Préfectures relancées",
    "seat.appointed": "Membre du comité nommé",
    "seat.changed": "Siège modifié",
    "seat.declared": "Liens d’intérêts déclarés",
    "seat.left": "Départ du comité",
    "seat.reading_reminder": "Rappel des lectures à rendre",
    "seat.reminded": "Membres relancés",
    "recusal.declared": "Conflit d’intérêts déclaré",
    "recusal.confirmed": "Conflit d’intérêts confirmé",
    "recusal.set_aside": "Conflit d’intérêts écarté",
    "recusal.lifted": "Déport levé",
    "committee.assigned": "Lectures réparties",
    "assignment.given": "Lecture confiée",
    "assignment.taken": "Lecture retirée",
    "review.file": "Lecture rendue",
    "review.abstain": "Abstention",
    "review.reopen": "Lecture rouverte",
    "review.void": "Lecture annulée",
    "review.restore": "Lecture rétablie",
    "booklet.asked": "Cahier du comité demandé",
    "workbook.asked": "Classeur demandé",
    "sitting.planned": "Séance préparée",
    "sitting.changed": "Séance modifiée",
    "sitting.convene": "Comité convoqué",
    "sitting.convene_again": "Comité convoqué à nouveau, sans quorum",
    "sitting.agenda_changed": "Ordre du jour modifié",
    "sitting.roll_called": "Appel des présents",
    "sitting.open": "Séance ouverte",
    "sitting.deliberated": "Délibération notée",
    "sitting.scenario_created": "Scénario créé",
    "sitting.scenario_changed": "Scénario modifié",
    "sitting.scenario_deleted": "Scénario supprimé",
    "sitting.scenario_restored": "Scénario rétabli",
    "sitting.scenario_proposed": "Scénario retenu comme proposition",
    "sitting.amount_changed": "Montant proposé modifié",
    "sitting.filled": "Scénario rempli dans l’ordre du classement",
    "sitting.close": "Séance close",
    "sitting.reopen": "Séance rouverte",
    "sitting.sign": "Procès-verbal signé",
    "decision.prepared": "Décision préparée",
    "decision.refilled": "Décision reprise d’un scénario",
    "decision.award_changed": "Ligne de la décision modifiée",
    "decision.propose": "Décision proposée au président",
    "decision.send_back": "Décision renvoyée à l’instruction",
    "decision.validate": "Décision validée",
    "decision.publish": "Résultats publiés",
    "decision.release": "Somme libérée",
}
CONVENTIONS = {
    "convention.opened": "Convention ouverte",
    "convention.detailed": "Données de la convention modifiées",
    "convention.amount": "Montant convenu modifié",
    "convention.enter": "Entrée en vigueur",
    "convention.cancel": "Convention abandonnée",
    "convention.terminate": "Convention résiliée",
    "act.amend": "Avenant ouvert",
    "act.write": "Texte modifié",
    "act.circulate": "Texte mis en discussion",
    "act.comment": "Remarque écrite",
    "act.agree": "Accord donné",
    "act.hand_over": "Plume transmise",
    "act.freeze": "Texte figé",
    "act.issue": "Document émis",
    "act.recall": "Discussion rouverte",
    "act.abandon": "Texte abandonné",
    "act.sign": "Signature apposée",
    "act.complete": "Dernière signature apposée",
    "act.declare_paper": "Signature sur papier déclarée",
    "act.refuse_paper": "Copie papier renvoyée",
    "act.signature_reminder": "Rappel d’une signature attendue",
    "act.ask_archive": "Archive demandée",
    "remark.accept": "Proposition retenue",
    "remark.refuse": "Proposition non retenue",
    "remark.withdraw": "Proposition retirée",
    "mandate.record": "Habilitation enregistrée",
    "mandate.take_back": "Habilitation retirée",
    "mandate.file_infected": "Pièce d’une habilitation refusée par l’antivirus",
    "scan_pile.bring": "Copies papier déposées",
    "scan_pile.infected": "Copies papier refusées par l’antivirus",
}
WORDS = PEOPLE | CALLS | DOSSIERS | REVIEWS | CONVENTIONS


def said(name: str) -> str:
    """What an event is in French; « Opération » for one of an older version of the portal."""
    return WORDS.get(name, "Opération")


def state(subject_type: str, value: str) -> str:
    """French name of a state of a kind of object; as it is when the kind has it no more."""
    return _states(subject_type).get(value, value)


@cache
def _states(subject_type: str) -> dict[str, str]:
    try:
        field = apps.get_model(subject_type)._meta.get_field("status")
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}
    return {str(value): str(label) for value, label in field.flatchoices}

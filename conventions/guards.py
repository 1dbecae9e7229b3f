"""What must be true before a text goes on: French sentences that refuse, or an empty list."""

from decimal import Decimal

from applications.enums import ApplicationStatus
from conventions import details, terms
from conventions.agreement import left
from conventions.detailing import is_behind
from conventions.enums import ActStatus, Party, RemarkStatus
from conventions.models import Act, Convention, Remark
from conventions.permissions import as_instructor
from conventions.reading import Reading
from limits_portal.french import euros
from workflow.engine import Step


def nothing_is_left_open(act: Act, _step: Step) -> list[str]:
    """Every remark was answered (C-5f)."""
    count = act.remarks.filter(status=RemarkStatus.OPEN).count()
    if not count:
        return []
    plural = "s" if count > 1 else ""
    return [f"{count} remarque{plural} attend{'ent' if count > 1 else ''} une réponse."]


def all_agree(act: Act, _step: Step) -> list[str]:
    """The three parties agree to every article as it reads (C-5f)."""
    rows = left(act)
    if not rows:
        return []
    titles = [f"« {row.article['title']} »" for row in rows[:3]]
    more = f" et {len(rows) - 3} de plus" if len(rows) > 3 else ""
    parties = sorted({party for row in rows for party in row.missing}, key=list(Party).index)
    names = ", ".join(party.label for party in parties)
    return [f"Sans l’accord de toutes les parties ({names}) : {', '.join(titles)}{more}."]


def as_it_was_read(act: Act, step: Step) -> list[str]:
    """What is frozen is the version that was on the screen."""
    if step.facts.get("seen") == act.last_version().number:
        return []
    return ["Le texte a changé depuis l’affichage de cette page : relisez-le, puis recommencez."]


def still_discussed(remark: Remark, _step: Step) -> list[str]:
    """The text the remark is about is still in discussion."""
    if remark.act.status == ActStatus.NEGOTIATING:
        return []
    return ["Le texte n’est plus en discussion."]


def with_an_answer(_remark: Remark, step: Step) -> list[str]:
    """A remark is refused with a word for those who made it."""
    return [] if step.reason.strip() else ["Dites pourquoi cette remarque n’est pas retenue."]


def with_its_convention(act: Act, step: Step) -> list[str]:
    """A convention's text is given up with the award itself; an amendment alone, by MILDECA."""
    if step.facts.get("ending") == act.convention_id:
        return []
    if not act.number:
        return [
            "Le texte d’une convention s’abandonne avec elle, par « Abandonner la convention »."
        ]
    return [] if as_instructor(act, step.by) else ["Seule la MILDECA abandonne un avenant."]


def with_its_award(convention: Convention, step: Step) -> list[str]:
    """A convention is given up with the award of its dossier, so that the amount is free (C-5e)."""
    dossier = step.facts.get("dossier")
    if dossier is not None and (dossier.pk, dossier.status) == (
        convention.application_id,
        ApplicationStatus.GIVEN_UP,
    ):
        return []
    return ["Une convention s’abandonne avec l’aide du dossier."]


def keeps_what_was_agreed_at_most(convention: Convention, step: Step) -> list[str]:
    """What the holder keeps of a terminated convention is within what was agreed."""
    if 0 <= step.facts.get("kept", Decimal(-1)) <= convention.agreed_amount:
        return []
    return [f"Ce qui reste acquis va de 0 € aux {euros(convention.agreed_amount)} convenus."]


def nothing_is_missing(act: Act, _step: Step) -> list[str]:
    """All that it cannot do without is known and in its last version, which leaves no blank."""
    version, convention = act.last_version(), act.convention
    still = [
        *terms.missing(terms.of(convention.application.call)),
        *details.missing(details.of(convention)),
    ]
    if still:
        return [f"Il manque, pour figer le texte : {terms.in_a_sentence(still)}."]
    if is_behind(version, convention):
        return [
            "Des données ont changé depuis la dernière version du texte. Enregistrez la page "
            "« Données de la convention » : une nouvelle version les reprendra."
        ]
    blanks = Reading(version).blanks
    if blanks:
        return [
            f"Le texte laisse en blanc : {', '.join(blanks)}. Complétez les données de la "
            "convention ou les modalités de l’appel, ou ôtez ces noms du texte."
        ]
    return []


def with_a_reason(_subject: object, step: Step) -> list[str]:
    """Why is said, and kept in the journal."""
    return [] if step.reason.strip() else ["Indiquez le motif."]

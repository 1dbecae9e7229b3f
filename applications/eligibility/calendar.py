"""When: the deadline, the project's duration, the dates of those it recruits."""

from applications.content import Dossier, StaffLine
from applications.eligibility.finding import (
    Verdict,
    conforming,
    listed,
    rule,
    to_correct,
)
from applications.enums import SectionKey, StaffKind
from applications.period import project_dates
from limits_portal.french import long_date, moment


@rule(
    "DELAI",
    "Dépôt dans les délais",
    demand="Le dossier complet est déposé entre l'ouverture et la clôture de l'appel, la seconde "
    "de clôture comprise, à l'horloge du serveur et à l'heure de Paris. Une prolongation "
    "accordée par la MILDECA à un porteur, par son nom, est prise en compte.",
    clause="C-4.1k",
    paragraph="4.1",
    section=None,
)
def DELAI(dossier: Dossier) -> Verdict:
    """Compare the instant of judgement with the holder's own dates, inclusive to the second."""
    terms = dossier.terms
    # A dossier received at 23:59:59.7 shows « 23:59:59 » on its receipt: it is on time.
    second = dossier.judged_at.replace(microsecond=0)
    if second < terms.opens_at.replace(microsecond=0):
        return to_correct(f"Le dépôt ouvre le {moment(terms.opens_at)}.")
    if second > terms.closes_at:
        kept = " Votre dossier reste enregistré." if dossier.reference else ""
        return to_correct(
            f"Le dépôt est clos depuis le {moment(terms.closes_at)}. Seule une prolongation "
            f"accordée par la MILDECA permettrait encore de déposer.{kept}"
        )
    return conforming(f"Dépôt possible jusqu'au {moment(terms.closes_at)}.")


@rule(
    "DUREE",
    "Durée du projet",
    demand="Le projet se déroule sur l'une des durées admises par l'appel (deux ou trois ans pour "
    "LIMIT'S 2024).",
    clause="C-3f",
    paragraph="3",
    section=SectionKey.PROJECT,
)
def DUREE(dossier: Dossier) -> Verdict:
    """Ask for one of the call's durations."""
    years, admitted = dossier.project.duration_years, dossier.terms.durations
    choices = " ou ".join(str(duration) for duration in admitted)
    if years is None:
        return to_correct(f"Indiquez la durée du projet : {choices} ans.", "duration_years")
    unit = "an" if years == 1 else "ans"
    if years not in admitted:
        return to_correct(
            f"{years} {unit} : l'appel admet les projets de {choices} ans.",
            "duration_years",
        )
    dates = project_dates(dossier.project)
    if dates:
        return conforming(f"{years} {unit}, du {long_date(dates[0])} au {long_date(dates[1])}.")
    return conforming(f"{years} {unit}.")


@rule(
    "RECRUTEMENTS_BORNES",
    "Recrutements liés au projet",
    demand="Aucun poste pérenne : chaque personne recrutée pour le projet l'est avec une date de "
    "début et une date de fin, comprises dans les dates du projet.",
    clause="C-4.3d",
    paragraph="4.3",
    section=SectionKey.TEAM,
)
def RECRUTEMENTS_BORNES(dossier: Dossier) -> Verdict:
    """Keep every recruited post within the project's dates, both days included."""
    recruited = [line for line in dossier.team.staff if line.kind == StaffKind.RECRUITED]
    if not recruited:
        return conforming("Aucun recrutement prévu pour le projet.")
    dates = project_dates(dossier.project)
    for line in recruited:
        if line.ends_on is None:
            return to_correct(
                f"« {post(line)} » n'a pas de date de fin : un poste pérenne n'est pas financé.",
                "staff",
            )
        if line.starts_on is None:
            return to_correct(
                f"« {post(line)} » : indiquez la date de début du recrutement.", "staff"
            )
        if line.ends_on < line.starts_on:
            return to_correct(
                f"« {post(line)} » se termine le {long_date(line.ends_on)}, avant d'avoir "
                f"commencé ({long_date(line.starts_on)}).",
                "staff",
            )
    if dates is None:
        return to_correct(
            "Indiquez le début et la durée du projet : les recrutements doivent y tenir.",
            "duration_years" if dossier.project.starts_on else "starts_on",
            section=SectionKey.PROJECT,
        )
    starts_on, ends_on = dates
    for line in recruited:
        assert line.starts_on is not None and line.ends_on is not None
        if line.starts_on < starts_on:
            return to_correct(
                f"« {post(line)} » commence le {long_date(line.starts_on)}, avant le projet "
                f"({long_date(starts_on)}).",
                "staff",
            )
        if line.ends_on > ends_on:
            return to_correct(
                f"« {post(line)} » se termine le {long_date(line.ends_on)}, après le projet "
                f"({long_date(ends_on)}).",
                "staff",
            )
    posts = listed([post(line) for line in recruited])
    return conforming(f"Dans les dates du projet : {posts}.")


def post(line: StaffLine) -> str:
    """Name of a post."""
    return line.function.strip() or "poste sans intitulé"

"""Frame 6 of the Cerfa: the project, its public, its means, its period, its partners (C-3, C-4.1)."""

from applications.call_content import CallContent
from applications.content import Dossier, Person
from applications.enums import (
    PartnerState,
    PublicKind,
    SectionKey,
    StaffKind,
    TerritoryScale,
)
from applications.period import project_dates
from applications.recap import actions, budget
from applications.recap.blocks import (
    Block,
    Fields,
    Frame,
    Group,
    Note,
    Row,
    Table,
    Title,
    amount,
    choice,
    count,
    day,
    field,
    prose,
    yes_no,
)
from limits_portal import french


def frame(dossier: Dossier, texts: CallContent) -> Frame:
    """Return frame 6 in the Cerfa's order; 6.9 and 6.10 are what the call adds to it."""
    return Frame(
        "6",
        "Projet – objet de la demande",
        (
            _objectives(dossier),
            _public(dossier),
            _territory(dossier),
            _means(dossier),
            _period(dossier),
            actions.group(dossier),
            budget.group(dossier),
            _partners(dossier, texts),
        ),
    )


def _objectives(dossier: Dossier) -> Group:
    project = dossier.project
    blocks: list[Block] = [
        Fields((field("Intitulé", project.title),)),
        prose("Description", project.summary),
        prose("Diagnostic", project.diagnosis),
    ]
    pursued = [o for o in project.objectives if o.is_pursued]
    blocks.append(Title("Objectifs poursuivis et leur déclinaison locale"))
    if not pursued:
        blocks.append(Note("Aucun objectif n’est coché."))
    blocks += [prose(choice(o.code, dossier.terms.objectives), o.text) for o in pursued]
    blocks.append(prose("Résultats attendus", project.expected_results))
    return Group(
        "6.1",
        "Intitulé, objectifs et description",
        str(SectionKey.PROJECT),
        tuple(blocks),
    )


def _ages(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "—"
    if high is None:
        return f"à partir de {low} ans"
    if low is None:
        return f"jusqu’à {high} ans"
    return f"de {low} à {high} ans"


def _public(dossier: Dossier) -> Group:
    lines = dossier.territory.publics
    rows = tuple(
        Row(
            (
                choice(line.kind, PublicKind.choices) or "—",
                _ages(line.age_min, line.age_max),
                count(line.headcount) or "—",
                line.description or "—",
            )
        )
        for line in lines
    )
    block: Block = (
        Table("Publics visés", ("Public", "Âges", "Nombre", "Précisions"), rows)
        if rows
        else Note("Aucun public n’est encore décrit.")
    )
    return Group("6.2", "Bénéficiaires", str(SectionKey.TERRITORY), (block,))


def _territory(dossier: Dossier) -> Group:
    territory = dossier.territory
    rows = [
        field("Échelle", choice(territory.scale, TerritoryScale.choices)),
        field("Nom du territoire", territory.name),
        field("Population du territoire", count(territory.population)),
        field("Quartier prioritaire (QPV)", yes_no(territory.is_qpv)),
    ]
    if territory.is_qpv:
        rows.append(field("Quartiers prioritaires concernés", territory.qpv_names))
    return Group(
        "6.3",
        "Territoire",
        str(SectionKey.TERRITORY),
        (Fields(tuple(rows)), prose("Pourquoi ce territoire", territory.description)),
    )


def _means(dossier: Dossier) -> Group:
    team = dossier.team
    rows = tuple(
        Row(
            (
                line.function or "—",
                choice(line.kind, StaffKind.choices) or "—",
                count(line.headcount) or "—",
                count(line.fte) or "—",
                _span(day(line.starts_on), day(line.ends_on)),
                amount(line.cost) or "—",
            )
        )
        for line in team.staff
    )
    blocks: list[Block] = [
        Title("Référent LIMIT’S"),
        Fields(
            (
                *_person(team.referent),
                field("Temps de travail (ETP)", count(team.referent_fte)),
                field("Coordonnateur du CLSPD ou du CISPD", yes_no(team.referent_in_clspd)),
            )
        ),
    ]
    if rows:
        headings = ("Fonction", "Nature", "Nombre", "ETPT", "Période", "Coût")
        blocks.append(Table("Équipe du projet", headings, rows))
    blocks.append(prose("Moyens matériels", team.material_means))
    return Group("6.4", "Moyens humains et matériels", str(SectionKey.TEAM), tuple(blocks))


def _span(start: str, end: str) -> str:
    if start and end:
        return f"du {start} au {end}"
    return start or end or "—"


def _period(dossier: Dossier) -> Group:
    dates = project_dates(dossier.project)
    years = dossier.project.duration_years
    return Group(
        "6.5",
        "Période de réalisation",
        str(SectionKey.PROJECT),
        (
            Fields(
                (
                    field(
                        "Durée",
                        f"{years} {'an' if years == 1 else 'ans'}" if years else "",
                    ),
                    field(
                        "Période",
                        f"du {french.long_date(dates[0])} au {french.long_date(dates[1])}"
                        if dates
                        else "",
                    ),
                )
            ),
        ),
    )


def _partners(dossier: Dossier, texts: CallContent) -> Group:
    partnership = dossier.partnership
    rows = tuple(
        Row(
            (
                line.name or "—",
                choice(line.category, dossier.terms.actor_categories) or "—",
                line.role or "—",
                choice(line.state, PartnerState.choices) or "—",
                amount(line.contribution) or "—",
            )
        )
        for line in partnership.partners
    )
    bodies = [(body.code, body.title) for body in texts.governance_bodies]
    headings = ("Partenaire", "Catégorie", "Rôle", "Engagement", "Apport")
    blocks: list[Block] = [
        Table("Partenaires", headings, rows)
        if rows
        else Note("Aucun partenaire n’est encore nommé."),
        Fields(
            (
                field("Instance de pilotage", choice(partnership.governance_body, bodies)),
                field("Comités de pilotage par an", count(partnership.copil_per_year)),
            )
        ),
        prose("Gouvernance", partnership.governance),
        Title("Élu référent"),
        Fields(tuple(_person(partnership.elected_referent))),
        prose("Implication du conseil", partnership.council_involvement),
    ]
    return Group("6.8", "Partenaires et gouvernance", str(SectionKey.PARTNERSHIP), tuple(blocks))


def _person(person: Person) -> list:
    given = [("Téléphone", person.phone), ("Courriel", person.email)]
    return [
        field("Nom et prénom", person.full_name),
        field("Fonction", person.function),
        *(field(label, text) for label, text in given if text),
    ]

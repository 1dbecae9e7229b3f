"""The book of rules as a page to read: docs/eligibilite.md is this text, compared by a test."""

from applications.eligibility import RULES, Rule, Severity

INTRODUCTION = """\
# Les règles de recevabilité

Cette page est produite par `manage.py write_eligibility` à partir du code
(`applications/eligibility/`) et comparée par un test : elle ne se modifie pas à la main.

Chaque règle lit le dossier et les termes de l'appel, rien d'autre : ni base de données, ni
horloge. Elle répond « conforme », « à corriger » ou « à vérifier », avec un motif fait des chiffres
du dossier. Les mêmes règles servent le simulateur public, le panneau du formulaire, le dépôt et
la fiche d'instruction. Les seuils cités sont ceux de LIMIT'S 2024 ; ils viennent de l'appel.

« À corriger » sur une règle bloquante empêche le dépôt. « À vérifier » ne l'empêche jamais. Un
quartier prioritaire (QPV) n'est une condition d'aucune règle (C-4.3e).
"""


def render() -> str:
    """Return the whole page, in Markdown."""
    parts = [INTRODUCTION]
    for severity, title in (
        (Severity.BLOCKING, "Règles bloquantes"),
        (Severity.WARNING, "Avertissements, jamais bloquants"),
    ):
        rules = [rule for rule in RULES if rule.severity == severity]
        parts.append(f"## {title} ({len(rules)})\n")
        parts += [_entry(rule) for rule in rules]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    section = f" ; section « {rule.section.label} »" if rule.section else ""
    return (
        f"### {rule.code}\n\n"
        f"**{rule.title}.** {rule.demand}\n\n"
        f"Clause {rule.clause} ; cahier des charges, § {rule.paragraph}{section}.\n"
    )

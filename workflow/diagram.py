"""A table of transitions as a document: Mermaid diagram and table, for docs/workflow.md."""

from django.db.models import TextChoices

from workflow.engine import Workflow


def markdown(title: str, workflow: Workflow, states: type[TextChoices]) -> str:
    """Return the Markdown section of one workflow: diagram, then one row a transition."""
    labels = dict(states.choices)
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {value} : {label}" for value, label in states.choices]
    lines += [
        f"    {source} --> {row.target} : {row.label}"
        for row in workflow.transitions
        for source in row.sources
    ]
    lines += ["```", "", "| événement | de | vers | qui | conditions |", "|---|---|---|---|---|"]
    for row in workflow.transitions:
        sources = ", ".join(labels[source] for source in row.sources)
        guards = ", ".join(f"`{guard.__name__}`" for guard in row.guards) or "–"
        lines.append(
            f"| `{workflow.subject}.{row.name}` | {sources} | {labels[row.target]} "
            f"| `{row.may.__name__}` | {guards} |"
        )
    return "\n".join([*lines, ""])

"""What is built on a laureate's dossier by the apps above, and undone when its award is given up.

An app registers how it undoes its part; it may refuse, and then nothing is given up.
"""

from collections.abc import Callable
from typing import Any

from applications.models import Application
from workflow.engine import Step

Undoing = Callable[[Application, Step], dict[str, Any]]
_undoings: list[Undoing] = []


def register(undoing: Undoing) -> None:
    """Add an app's part; what it returns is kept by the journal."""
    if undoing not in _undoings:
        _undoings.append(undoing)


def undo(application: Application, step: Step) -> dict[str, Any]:
    """Undo every part, in the transaction of the step. Raises what a part raises: Refused."""
    kept: dict[str, Any] = {}
    for undoing in _undoings:
        kept |= undoing(application, step)
    return kept

"""A row of the table of notices, and what a notice says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from workflow.models import Event


@dataclass(frozen=True)
class Message:
    """What a notice says, whoever reads it."""

    title: str
    body: str
    url: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """One row: on this event, these people get this notice, in the portal and by mail."""

    event: str
    code: str
    to: Callable[[Event], Iterable[User]]
    message: Callable[[Event], Message]
    is_mailed: bool = True

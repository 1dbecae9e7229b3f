"""Which call the public pages present, and where it stands today."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from django.utils import timezone

from applications.call_content import CallContent, ExampleAction, Milestone
from applications.models import Call
from limits_portal.french import PARIS

Phase = Literal["upcoming", "open", "closed"]
Progress = Literal["done", "now", "next"]


@dataclass(frozen=True)
class Step:
    """A milestone on the calendar, as it stands today."""

    milestone: Milestone
    progress: Progress
    # Today falls between two milestones: the mark is drawn before this one.
    follows_today: bool = False


@dataclass(frozen=True)
class Edition:
    """A call as the public pages show it at one instant."""

    call: Call
    at: datetime

    @cached_property
    def texts(self) -> CallContent:
        """The content, read once."""
        return self.call.texts

    @property
    def phase(self) -> Phase:
        """Before the opening, open, or closed."""
        if self.at < self.call.opens_at:
            return "upcoming"
        return "open" if self.call.is_open(self.at) else "closed"

    @property
    def today(self) -> date:
        """The day in Paris."""
        return self.at.astimezone(PARIS).date()

    @property
    def days_left(self) -> int:
        """Days until the deposit opens, when it is not open yet, else until it closes."""
        end = self.call.opens_at if self.phase == "upcoming" else self.call.closes_at
        return max(0, (end.astimezone(PARIS).date() - self.today).days)

    @property
    def durations(self) -> str:
        """« 2 ou 3 ans »."""
        years = sorted(self.call.durations)
        if years == [1]:
            return "1 an"
        return " ou ".join(map(str, years)) + " ans"

    @property
    def holders(self) -> str:
        """« Communes et intercommunalités »."""
        return "Communes et intercommunalités" if self.call.admits_epci else "Communes"

    @cached_property
    def steps(self) -> list[Step]:
        """The calendar in order, with today marked."""
        return calendar(self.texts.milestones, self.today)

    def examples_at_hand(self, count: int = 3) -> list[ExampleAction]:
        """A few examples whose cost is known, from as many axes as possible."""
        return varied([e for e in self.texts.examples if e.cost is not None], count)


def featured(at: datetime | None = None) -> Edition | None:
    """The published call to show first: open, else the next to open, else the last closed."""
    at = at or timezone.now()
    calls = list(Call.objects.published().defer("content"))
    upcoming = [c for c in calls if c.opens_at > at]
    closed = [c for c in calls if c.closes_at < at]
    call = (
        min((c for c in calls if c.is_open(at)), key=lambda c: c.closes_at, default=None)
        or min(upcoming, key=lambda c: c.opens_at, default=None)
        or max(closed, key=lambda c: c.closes_at, default=None)
    )
    return Edition(call, at) if call else None


def published(slug: str, at: datetime | None = None) -> Edition | None:
    """A published call by its identifier, or None."""
    call = Call.objects.published().filter(slug=slug).first()
    return Edition(call, at or timezone.now()) if call else None


def others(edition: Edition) -> list[Call]:
    """The other published calls, the most recent first."""
    return list(Call.objects.published().defer("content").exclude(pk=edition.call.pk))


def calendar(milestones: list[Milestone], today: date) -> list[Step]:
    """Milestones by date; today is either inside some of them or before the first to come."""
    ordered = sorted(milestones, key=lambda m: (m.starts_on, m.ends_on))
    is_inside = any(m.starts_on <= today <= m.ends_on for m in ordered)
    steps: list[Step] = []
    for milestone in ordered:
        progress = _progress(milestone, today)
        is_first_to_come = progress == "next" and all(s.progress != "next" for s in steps)
        steps.append(Step(milestone, progress, is_first_to_come and not is_inside))
    return steps


def _progress(milestone: Milestone, today: date) -> Progress:
    if milestone.ends_on < today:
        return "done"
    return "now" if milestone.starts_on <= today else "next"


def varied(examples: list[ExampleAction], count: int) -> list[ExampleAction]:
    """The first of each axis, then the second of each, until there are enough."""
    rounds: dict[str, int] = {}
    ranked = []
    for position, example in enumerate(examples):
        rounds[example.axis] = rounds.get(example.axis, 0) + 1
        ranked.append((rounds[example.axis], position, example))
    return [example for _, _, example in sorted(ranked, key=lambda r: r[:2])[:count]]

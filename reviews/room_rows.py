"""The lines of the room's ranking, drawn by Python: a session may have a thousand (ADR 0010)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from limits_portal import french
from limits_portal.stencil import Stencil, address_of_each
from reviews.enums import Outcome
from reviews.room import Room
from reviews.room_charts import dots
from reviews.standing_order import Line

ROW = Stencil(
    "reviews/sitting/row.html",
    *("reference", "classes", "rank", "address", "holder", "state", "title", "departement"),
    *("mean", "spread", "stance", "cofinancing", "asked", "given"),
)
GIVE = Stencil(
    "reviews/sitting/give.html",
    *("reference", "action", "token", "version", "outcome", "holder", "amount", "invalid"),
    *("trouble", "options"),
)
GIVEN = Stencil("reviews/sitting/given.html", "amount", "outcome", "label")
# Short enough for a column.
SHORT = {
    str(Outcome.SELECTED): "Retenu",
    str(Outcome.RESERVE): "Liste compl.",
    str(Outcome.REJECTED): "Non retenu",
}
NOTHING = SafeString('<span class="ranking-none">–</span>')
NO_MARK = SafeString('<span class="ranking-none">pas de note</span>')


@dataclass(frozen=True)
class Trouble:
    """An amount that was not saved: what was typed, why, what somebody else wrote."""

    reference: str
    amount: str
    outcome: str  # empty when the person chose none
    reasons: list[str]
    is_conflict: bool = False


@dataclass(frozen=True)
class Rows:
    """What draws the lines of one page. `token` is the page's own, the same on every line."""

    room: Room
    can_write: bool
    token: str = ""
    trouble: Trouble | None = None

    def __iter__(self) -> Any:
        """The lines in the order of the page, with whether the envelope runs out after them."""
        last = self.room.last_paid if self.room.sort == "rang" else None
        for line in self.room.lines:
            yield self._row(line), line is last

    @cached_property
    def _place(self) -> Callable[[str], str]:
        return address_of_each("reviews:deliberation", self.room.sitting.pk)

    @cached_property
    def _action(self) -> Callable[[str], str] | None:
        """Where an amount is sent; None for who may not write."""
        scenario = self.room.scenario
        if not self.can_write or scenario is None:
            return None
        return address_of_each("reviews:proposal", self.room.sitting.pk, scenario.pk)

    def _row(self, line: Line) -> SafeString:
        is_current = line.pk == self.room.sitting.current_id
        return ROW.fill(
            reference=line.reference,
            classes=f"{'ranking-current ' if is_current else ''}"
            f"{'ranking-below ' if line.is_below else ''}"
            f"{'ranking-discussed' if line.discussed_at else ''}",
            rank=_rank(line),
            address=self._place(line.reference),
            holder=line.holder,
            state=_state(is_current=is_current, is_discussed=line.discussed_at is not None),
            title=line.title,
            departement=line.departement_id,
            mean=_mean(line),
            spread=_spread(line),
            stance=_stance(line),
            cofinancing="–" if line.cofinancing is None else french.percent(line.cofinancing),
            asked=_number(line.asked),
            given=self._give(line, self._action) if self._action else _given(line),
        )

    def _give(self, line: Line, action: Callable[[str], str]) -> SafeString:
        amount = _number(line.amount) if line.amount else ""
        chosen = line.outcome
        invalid = trouble = ""
        if self.trouble is not None and self.trouble.reference == line.reference:
            amount = self.trouble.amount
            chosen = self.trouble.outcome or chosen
            invalid = SafeString(
                f' aria-invalid="true" aria-describedby="t-{escape(line.reference)}" data-trouble'
            )
            context = {"trouble": self.trouble, "sitting": self.room.sitting, "room": self.room}
            trouble = render_to_string("reviews/sitting/trouble.html", context)
        return GIVE.fill(
            reference=line.reference,
            action=action(line.reference),
            token=self.token,
            version=str(line.version),
            outcome=line.outcome,
            holder=line.holder,
            amount=amount,
            invalid=invalid,
            trouble=trouble,
            options=_options(chosen, line.reserve_rank),
        )


def _rank(line: Line) -> str:
    if not line.rank:
        return "–"
    if not line.is_tied:
        return str(line.rank)
    return SafeString(
        f'{line.rank}<span class="ranking-tie" title="à égalité : le comité dit qui passe devant">'
        '=</span><span class="fr-sr-only"> à égalité</span>'
    )


@lru_cache
def _state(*, is_current: bool, is_discussed: bool) -> SafeString:
    now = ' <span class="ranking-now">en cours</span>' if is_current else ""
    done = (
        ' <span class="ranking-done" title="examiné">✔</span>'
        '<span class="fr-sr-only"> examiné</span>'
    )
    return SafeString(now + (done if is_discussed else ""))


def _mean(line: Line) -> SafeString:
    if line.mean is None:
        return NO_MARK
    said = f"<strong>{french.tenth(line.mean)}</strong>"
    if line.adjusted is not None and line.adjusted != line.mean:
        said += (
            ' <span class="ranking-adjusted" title="corrigée de la sévérité des lecteurs">'
            f"{french.tenth(line.adjusted)}</span>"
        )
    if line.is_below:
        said += '<span class="ranking-threshold">sous le seuil</span>'
    return SafeString(said)


def _spread(line: Line) -> SafeString:
    if not line.scores:
        return SafeString("")
    count = len(line.scores)
    points = "".join(f'<circle cx="{x}" cy="6" r="3" class="dot"/>' for x in dots(line.scores))
    spread = "" if line.spread is None else line.spread.quantize(Decimal(1), ROUND_HALF_UP)
    said = (
        '<svg viewBox="0 0 64 12" width="96" height="18" role="img" '
        f'aria-label="{count} lecture{"s" if count > 1 else ""}, écart {spread}">'
        f'<line x1="3" y1="6" x2="61" y2="6" class="dot-axis"/>{points}</svg>'
    )
    if line.is_divergent:
        said += (
            '<span class="ranking-divergent" title="lectures divergentes">!</span>'
            '<span class="fr-sr-only"> lectures divergentes</span>'
        )
    return SafeString(said)


def _stance(line: Line) -> SafeString:
    if not line.stance:
        return NOTHING
    said = (
        f'<span aria-hidden="true">{line.stance_sign}</span>'
        f'<span class="fr-sr-only">{escape(line.stance_label)}</span>'
    )
    if line.stance_rank:
        said += (
            f' <span class="ranking-stance__rank">{line.stance_rank}'
            '<span class="fr-sr-only"> dans le département</span></span>'
        )
    return SafeString(said)


def _given(line: Line) -> SafeString:
    amount = SafeString(f"<strong>{_number(line.amount)}</strong>") if line.amount else "–"
    rank = f" {line.reserve_rank}" if line.reserve_rank else ""
    return GIVEN.fill(amount=amount, outcome=line.outcome, label=line.outcome_label + rank)


@lru_cache(maxsize=2048)
def _options(chosen: str, reserve_rank: int | None) -> SafeString:
    return SafeString(
        "".join(
            f'<option value="{value}"{" selected" if value == chosen else ""}>{label}'
            f"{f' {reserve_rank}' if value == Outcome.RESERVE and reserve_rank else ''}</option>"
            for value, label in SHORT.items()
        )
    )


@lru_cache(maxsize=4096)
def _number(amount: Decimal) -> str:
    return french.number(amount)

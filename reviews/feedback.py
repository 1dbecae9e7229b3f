"""A refusal that helps: strengths and remedies by criterion, from the call's own levels (C-4.3f).

Readers' comments are secret; what a mark means is public. The proposal says the level reached and
the next one up, and an instructor rewords it.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from limits_portal.french import NBSP
from reviews.models import Criterion

# From this mean out of 5 on, a criterion is a strength.
STRONG = Decimal("3.5")
HIGHEST = 5
# « Bonne : », whichever space stands before its colon.
VERDICT = re.compile(r"[^:]{1,39}\s:\s")


def suggested(
    criteria: Sequence[Criterion], by_criterion: Mapping[str, Any]
) -> list[dict[str, str]]:
    """One line a marked criterion: its strengths, or what would have made it stronger."""
    lines = []
    for criterion in criteria:
        found = by_criterion.get(criterion.code)
        if criterion.is_bonus or not found or found.get("mean") is None:
            continue
        mean = Decimal(str(found["mean"]))
        level = min(HIGHEST, int(mean + Decimal("0.5")))
        line = {"criterion": criterion.title, "strengths": "", "remedies": ""}
        if mean >= STRONG:
            line["strengths"] = criterion.levels[level]
        else:
            line["remedies"] = _aim(criterion.levels[min(HIGHEST, max(level + 1, 3))])
        lines.append(line)
    return lines


def _aim(level: str) -> str:
    """What a level asks for, without its verdict: « Bonne : les actions… » is no remedy."""
    verdict = VERDICT.match(level)
    return f"À viser{NBSP}: {level[verdict.end() :]}" if verdict else level

"""Marks corrected for the severity of readers, shown beside the raw ones, never alone. Pure.

Readers of different dossiers are not equally severe, and chance alone would favour a dossier read
by the kind ones. The model is additive: score = dossier + reader + noise, solved by least squares;
a reader's effect is shrunk towards zero as if `PRIOR` more readings had shown none, so that few
readings correct little. It is the calibration of essay readers of H. I. Braun, « Understanding
Scoring Reliability: Experiments in Calibrating Essay Readers », Journal of Educational Statistics
13(1), 1988; shrinkage after N. T. Longford, « Reliability of Essay Rating and Score Adjustment »,
Journal of Educational and Behavioral Statistics 19(3), 1994.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

# A reader with fewer readings shared with a colleague than this is left as they are.
FEWEST_READINGS = 5
PRIOR = 3.0  # readings
CENT = Decimal("0.01")


class Reading(NamedTuple):
    """A filed score out of 100: which dossier, by which reader."""

    dossier: int
    reader: int
    score: Decimal


ByDossier = Mapping[int, Mapping[int, float]]  # dossier: {reader: score}


def severities(
    readings: Iterable[Reading], *, fewest: int = FEWEST_READINGS, prior: float = PRIOR
) -> dict[int, float]:
    """Points each reader adds to a dossier; negative for the severe. Only readers known enough.

    Only dossiers with two readers or more teach anything of their readers.
    """
    return _severities(_by_dossier(readings), fewest, prior)


def _severities(by_dossier: ByDossier, fewest: int, prior: float) -> dict[int, float]:
    shared = [marks for _, marks in sorted(by_dossier.items()) if len(marks) > 1]
    counts = Counter(reader for marks in shared for reader in marks)
    known = sorted(reader for reader, count in counts.items() if count >= fewest)
    place = {reader: rank for rank, reader in enumerate(known)}
    # The dossiers' effects are eliminated: what is left is one line for each reader.
    matrix = [[0.0] * len(known) for _ in known]
    right = [0.0] * len(known)
    for reader, row in place.items():
        matrix[row][row] = counts[reader] + prior
    for marks in shared:
        mean, share = sum(marks.values()) / len(marks), 1 / len(marks)
        here = [(place[reader], marks[reader]) for reader in sorted(marks) if reader in place]
        for row, score in here:
            right[row] += score - mean
            line = matrix[row]
            for other, _ in here:
                line[other] -= share
    return dict(zip(known, _solved(matrix, right), strict=True))


def adjusted(
    readings: Iterable[Reading], *, fewest: int = FEWEST_READINGS, prior: float = PRIOR
) -> dict[int, Decimal]:
    """The mean of each dossier had its readers been equally severe, from 0 to 100.

    With no reader known enough, these are the raw means.
    """
    by_dossier = _by_dossier(readings)
    effects = _severities(by_dossier, fewest, prior)
    return {
        dossier: _points(
            sum([marks[reader] - effects.get(reader, 0.0) for reader in sorted(marks)]) / len(marks)
        )
        for dossier, marks in sorted(by_dossier.items())
    }


def _by_dossier(readings: Iterable[Reading]) -> ByDossier:
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for dossier, reader, score in readings:
        found[dossier][reader] = float(score)
    return found


def _points(value: float) -> Decimal:
    bounded = min(100.0, max(0.0, value))
    # Through nine decimals: the same sum in another order rounds the same way.
    return Decimal(f"{bounded:.9f}").quantize(CENT, rounding=ROUND_HALF_UP)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric positive definite system by elimination; it needs no pivot."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for step in range(size):
        for below in range(step + 1, size):
            factor = rows[below][step] / rows[step][step]
            for column in range(step, size + 1):
                rows[below][column] -= factor * rows[step][column]
    found = [0.0] * size
    for step in reversed(range(size)):
        known = sum(rows[step][column] * found[column] for column in range(step + 1, size))
        found[step] = (rows[step][size] - known) / rows[step][step]
    return found

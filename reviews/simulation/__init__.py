"""A simulated edition of any size, by the portal's own verbs: demonstration, tests and benchmark share it.

The same size and seed give the same edition. Nothing is written beside the verbs: each dossier is
filed, each opinion given, each mark filed by somebody who may.
"""

from reviews.simulation.edition import Edition, Size, Stage, simulate

__all__ = ["Edition", "Size", "Stage", "simulate"]

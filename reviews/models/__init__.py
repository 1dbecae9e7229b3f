"""What is thought of a dossier, noun by noun."""

from reviews.models.booklet import Booklet
from reviews.models.committee import Assignment, Clearance, Recusal, Seat
from reviews.models.criterion import Criterion
from reviews.models.decision import Award, Decision, Letter, Release
from reviews.models.instruction import Check, Message, MessageFile, Note, SavedView
from reviews.models.minutes import Minutes
from reviews.models.opinion import Opinion
from reviews.models.review import Mark, Review, Standing
from reviews.models.sitting import (
    Attendance,
    Deliberation,
    Proposal,
    Scenario,
    SecondMark,
    Sitting,
    Vote,
)
from reviews.models.terms import CallReview
from reviews.models.workbook import Workbook

__all__ = [
    "Assignment",
    "Attendance",
    "Award",
    "Booklet",
    "CallReview",
    "Check",
    "Clearance",
    "Criterion",
    "Decision",
    "Deliberation",
    "Letter",
    "Mark",
    "Message",
    "MessageFile",
    "Minutes",
    "Note",
    "Opinion",
    "Proposal",
    "Recusal",
    "Release",
    "Review",
    "SavedView",
    "Scenario",
    "Seat",
    "SecondMark",
    "Sitting",
    "Standing",
    "Vote",
    "Workbook",
]

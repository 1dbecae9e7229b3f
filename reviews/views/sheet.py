"""The instruction sheet: the dossier as filed at the left, the work on it at the right."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import acting
from accounts.enums import Role
from accounts.models import User
from applications.comparison import differences
from applications.eligibility import Finding
from applications.enums import ApplicationStatus
from applications.forms.outline import Chapter, Filing, Part, Point, outline_of, words_of
from applications.models import Application, CompletionRequest, Remark, Snapshot
from applications.workflow import LIFE
from reviews import checklist
from reviews.board_rows import EVENTS
from reviews.forms.instruction import MessageForm, NoteForm
from reviews.models import Check, Message, Note
from reviews.opinion_reading import NOTHING, by_dossier
from reviews.views.board import instructors_only
from workflow.models import Event

PANELS = {
    "verification": "Vérifications",
    "complement": "Complément",
    "notes": "Notes",
    "messages": "Messages",
    "journal": "Journal",
}
STEPS = ("admit", "refuse", "send_to_committee")


def dossier_of(user: User, reference: str) -> Application:
    """A filed dossier, withdrawn since or not, for an instructor to whom it is not closed.

    Raises Http404.
    """
    return get_object_or_404(
        Application.objects.read_as_agent_even_withdrawn(user).select_related(
            "call", "holder", "departement"
        ),
        reference=reference,
    )


def snapshot_of(application: Application, number: str | int | None) -> Snapshot:
    """A filing by its number, the last one by default. Raises Http404."""
    filings = application.snapshots.select_related("application")
    if not number:
        return filings.latest("number")
    if not str(number).isdigit() or int(number) > 32767:
        raise Http404
    return get_object_or_404(filings, number=int(number))


@dataclass(frozen=True)
class Mark:
    """What has been said of a point: a note, or something to ask."""

    kind: str  # « note », « remark »
    text: str
    author: str


def _marks(notes: list[Note], remarks: list[Remark]) -> dict[tuple[str, str], list[Mark]]:
    """What is said of each point, by section and unit."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for remark in remarks:
        mark = Mark("remark", remark.text, str(remark.written_by))
        found.setdefault((remark.section, remark.unit), []).append(mark)
    for note in notes:
        if note.section:
            mark = Mark("note", note.text, str(note.written_by))
            found.setdefault((note.section, note.unit), []).append(mark)
    return found


@dataclass
class Fold:
    """A part of a chapter with what is said of it; the lines of an action fold with the action."""

    part: Part
    said: list[Mark]
    points: list[tuple[Point, list[Mark]]]
    inner: "list[Fold]" = field(default_factory=list)

    @property
    def has_marks(self) -> bool:
        """Whether something is said in it: it then opens by itself."""
        return (
            bool(self.said)
            or any(said for _, said in self.points)
            or any(fold.has_marks for fold in self.inner)
        )

    @property
    def gist(self) -> str:
        """The first words of what it holds, to be read folded; a part's own title may say it already."""
        words = next((point.value for point, _ in self.points if point.value), "")
        return "" if words in self.part.title else words.partition("\n")[0]


def _folds(chapter: Chapter, marks: dict[tuple[str, str], list[Mark]]) -> list[Fold]:
    folds: list[Fold] = []
    for part in chapter.parts:
        fold = Fold(
            part,
            marks.get((chapter.key, part.unit), []) if part.title else [],
            [(point, marks.get((chapter.key, point.unit), [])) for point in part.points],
        )
        if part.is_inner and folds and folds[-1].part.title and not folds[-1].part.is_inner:
            folds[-1].inner.append(fold)
        else:
            folds.append(fold)
    return folds


@require_safe
@instructors_only
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the dossier as it was filed and work on it."""
    user = acting(request)
    application = dossier_of(user, reference)
    panel = request.GET.get("volet", "")
    return render(
        request, "reviews/instruction/sheet.html", sheet_context(request, application, panel)
    )


def sheet_context(request: HttpRequest, application: Application, panel: str) -> dict[str, Any]:
    """What the sheet shows, with one panel of work open; views that refuse a form draw it again."""
    user = acting(request)
    panel = panel if panel in PANELS else "verification"
    filings = list(application.snapshots.defer("canonical", "findings"))
    reference, number = application.reference, request.GET.get("depot")
    snapshot = snapshot_of(application, number)
    notes = list(
        Note.objects.visible_to(user).filter(application=application).select_related("written_by")
    )
    remarks = list(
        application.remarks.filter(
            request__answered_at=None, request__cancelled_at=None
        ).select_related("written_by", "request")
    )
    marks = _marks(notes, remarks)
    is_withdrawn = application.status == ApplicationStatus.WITHDRAWN
    comment_address = "" if is_withdrawn else reverse("reviews:comment", args=[reference])
    chapters = outline_of(Filing.of(application, snapshot))
    context: dict[str, Any] = {
        "application": application,
        "is_withdrawn": is_withdrawn,
        "comment_address": comment_address,
        "filings": filings,
        "snapshot": snapshot,
        "is_last": snapshot.number == filings[-1].number,
        "chapters": [
            (chapter, marks.get((chapter.key, ""), []), _folds(chapter, marks))
            for chapter in chapters
        ],
        "panels": PANELS.items(),
        "panel": panel,
        "notes": notes,
        "remarks": remarks,
        "steps": [row for row in LIFE.open_to(application, user) if row.name in STEPS],
        "opinion": by_dossier(user, [application.pk]).get(application.pk, NOTHING),
        "can_ask": application.status == ApplicationStatus.SUBMITTED,
    }
    return context | _PANEL[panel](application, user, snapshot)


def _verification(application: Application, user: User, snapshot: Snapshot) -> dict[str, Any]:
    checks = (
        Check.objects.visible_to(user).filter(application=application).select_related("checked_by")
    )
    findings = [Finding(**finding) for finding in snapshot.findings]
    return {
        "lines": checklist.lines(checks),
        "to_see": [f for f in findings if f.state != "conforming"],
        "conforming": [f for f in findings if f.state == "conforming"],
        "rule_count": len(findings),
    }


def _complement(application: Application, user: User, snapshot: Snapshot) -> dict[str, Any]:
    requests = list(
        CompletionRequest.objects.filter(application=application)
        .select_related("asked_by", "answer", "snapshot")
        .prefetch_related("remarks")
        .order_by("-id")
    )
    now = timezone.now()
    return {
        "requests": requests,
        "standing": next((r for r in requests if not r.answered_at and not r.cancelled_at), None),
        "is_past_due": any(
            r.is_past_due(now) for r in requests if not r.answered_at and not r.cancelled_at
        ),
    }


def _notes(application: Application, user: User, snapshot: Snapshot) -> dict[str, Any]:
    return {"note_form": NoteForm()}


def _messages(application: Application, user: User, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "thread": thread_of(application, user),
        "message_form": MessageForm(),
    }


def thread_of(application: Application, user: User) -> list[Message]:
    """The messages this person reads, oldest first, with their files."""
    return list(
        Message.objects.visible_to(user)
        .filter(application=application)
        .select_related("author")
        .prefetch_related("files")
    )


def _journal(application: Application, user: User, snapshot: Snapshot) -> dict[str, Any]:
    events = Event.objects.about(application)
    roles = dict(Role.choices)
    return {
        "events": [
            {
                "what": EVENTS.get(event.name, ""),
                "name": event.name,
                "who": event.actor_name,
                "role": str(roles.get(event.acting_role, "")).lower(),
                "when": event.happened_at,
                "reason": event.reason,
                "grounds": event.payload.get("grounds") or [],
            }
            for event in events
            if event.name in EVENTS
        ]
    }


_PANEL = {
    "verification": _verification,
    "complement": _complement,
    "notes": _notes,
    "messages": _messages,
    "journal": _journal,
}


@require_safe
@instructors_only
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Two filings of a dossier, word by word: « de » and « vers » are their numbers."""
    application = dossier_of(acting(request), reference)
    filings = list(application.snapshots.defer("canonical", "findings"))
    after = snapshot_of(application, request.GET.get("vers"))
    before = snapshot_of(application, request.GET.get("de") or max(after.number - 1, 1))
    changes = differences(
        words_of(outline_of(Filing.of(application, before))),
        words_of(outline_of(Filing.of(application, after))),
    )
    answered = CompletionRequest.objects.filter(answer=after).prefetch_related("remarks").first()
    context = {
        "application": application,
        "filings": filings,
        "before": before,
        "after": after,
        "changes": changes,
        "answered": answered,
    }
    return render(request, "reviews/instruction/compare.html", context)

"""The draft of a version as a PDF: asked for by whoever reads the text, drawn by a worker."""

from django.utils import timezone

from conventions import terms
from conventions.document import TEMPLATE_VERSION, draw_draft
from conventions.models import Act, Draft, Version
from limits_portal import pdf
from limits_portal.printouts import Printout, Workshop

# Pages between two notes of progress.
STEP = 3


def ask(act: Act) -> Draft:
    """The draft of the last version: the one already made, or asked for now."""
    draft, _ = Draft.objects.get_or_create(version=act.last_version())
    if draft.progress == Printout.Status.FAILED:
        draft.progress, draft.attempts, draft.pages_done = Printout.Status.PENDING, 0, 0
        draft.next_attempt_at = timezone.now()
        draft.save(update_fields=["progress", "attempts", "pages_done", "next_attempt_at"])
    return draft


def of(act: Act) -> tuple[Version, Draft | None]:
    """The last version of a text, and its draft if one was asked for."""
    version = act.last_version()
    return version, getattr(version, "draft", None)


def draw(draft: Draft) -> pdf.Document:
    """Lay the draft out, noting its pages as they come."""

    def note(page: int) -> None:
        if page % STEP == 0:
            Draft.objects.filter(pk=draft.pk).update(pages_done=page)

    call = draft.version.act.convention.application.call
    return draw_draft(draft.version, terms.of(call).signing_order, note)


WORKSHOP = Workshop(
    rows=lambda: Draft.objects.select_related(
        "version__act__convention__application__call__convention_terms"
    ),
    draw=draw,
    folder="conventions/projets",
    version=TEMPLATE_VERSION,
)

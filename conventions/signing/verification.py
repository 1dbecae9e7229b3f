"""Is this document ours, and as it was signed? What the public page answers (product.md, A23).

From the surest to the vaguest: the very bytes of a revision; our bytes with something added; our
text with something changed; a scan that bears our code; nothing of ours. Nothing is kept of what
is brought.
"""

import hashlib
from itertools import zip_longest

from django.db import models

from applications.comparison import Piece, compared
from conventions.enums import ActStatus, Party, SignatureWay
from conventions.models import Act, Issue, Revision
from conventions.parties import organisation_of
from conventions.signing import circuit, opening
from conventions.signing.external import known_start
from conventions.signing.finding import issue_of
from conventions.signing.marks import read
from conventions.signing.opening import Judged, Page, Unreadable
from conventions.signing.verdict import Difference, Signed, Verdict
from limits_portal.french import typeset

# Pages that differ, shown at most: more would drown them.
MOST = 12
# Words kept on each side of a difference.
AROUND = 6


def verify(content: bytes) -> Verdict:
    """Judge a file."""
    digest = hashlib.sha256(content).hexdigest()
    revision = _revisions().filter(sha256=digest).first()
    if revision is not None:
        verdict = _of_revision(revision)
    elif not content.startswith(b"%PDF-"):
        verdict = Verdict("unreadable")
    else:
        try:
            start = known_start(content)
            verdict = _extended(content, start) if start else _by_its_marks(content)
        except Unreadable as refusal:
            verdict = Verdict(refusal.code)
    verdict.sha256 = digest
    return verdict


def look_up(typed: str) -> Verdict:
    """What a reference designates: with its fingerprint any issue, without it a signed act."""
    typed = "".join(typed.split())
    mark = read(typed)
    if mark is not None:
        issue = issue_of(mark)
        return _known(issue) if issue else Verdict("not_found")
    act = (
        Act.objects.filter(
            convention__reference=typed.upper()[:28], number=0, status=ActStatus.SIGNED
        )
        .order_by("pk")
        .first()
    )
    issue = _issues().filter(act=act, voided_at=None).first() if act else None
    return _known(issue) if issue else Verdict("not_found")


def _known(issue: Issue) -> Verdict:
    return _about("known" if issue.voided_at is None else "voided", issue)


def _revisions() -> models.QuerySet[Revision]:
    return Revision.objects.select_related(
        "issue__act__convention__application__holder", "issue__version"
    )


def _issues() -> models.QuerySet[Issue]:
    return Issue.objects.select_related("act__convention__application__holder", "version")


def _of_revision(revision: Revision) -> Verdict:
    issue = revision.issue
    if issue.voided_at is not None:
        return _about("voided", issue)
    if revision.pk != issue.revisions.latest("number").pk:
        return _about("older", issue)
    if issue.act.status != ActStatus.SIGNED:
        return _about("signing", issue)
    return _about(
        "paper" if issue.signatures.filter(revision=None).exists() else "authentic", issue
    )


def _about(
    kind: str,
    issue: Issue,
    differences: list[Difference] | None = None,
    notes: list[str] | None = None,
) -> Verdict:
    signatures = {row.party: row for row in issue.signatures.all()}
    convention = issue.act.convention
    shown = []
    for name in issue.order:
        party = Party(name)
        row = signatures.get(party)
        organisation = organisation_of(convention, party).name
        if row is None:
            shown.append(Signed(party.label, organisation))
            continue
        way = SignatureWay(row.way)
        shown.append(
            Signed(
                party.label,
                organisation,
                row.signatory,
                row.function,
                row.when,
                way.label,
                is_on_paper=row.revision_id is None,
            )
        )
    return Verdict(kind, issue, shown, differences or [], notes or [])


def _extended(content: bytes, start: Revision) -> Verdict:
    """Our bytes, with something after them: a signature we do not know, or a change."""
    issue = _revisions().get(pk=start.pk).issue
    judged = opening.signatures_of(content)[_known_count(start) :]
    notes = [_said(signature) for signature in judged]
    theirs = _words(opening.pages_of(content))
    try:
        differences = _texts_apart(_texts(start), theirs)
    except circuit.Damaged:
        return _about("lost", issue)
    if not notes and not differences:
        notes = [typeset("Rien de visible : des éléments cachés du fichier ont changé.")]
    return _about("extended", issue, differences=differences, notes=notes)


def _known_count(revision: Revision) -> int:
    """How many signatures a revision bears: the seal, and one a revision since."""
    return 1 + revision.number


def _said(judged: Judged) -> str:
    state = "valable" if judged.is_sound and judged.trusted else "non valable"
    return typeset(
        f"Une signature que le portail n’a pas enregistrée : « {judged.common_name} » ({state})."
    )


def _by_its_marks(content: bytes) -> Verdict:
    """A file that is not our bytes: found again by the marks of its pages, if it bears any.

    Pages made of one picture are scans, even with the words that a scanner recognised over it.
    """
    pages = opening.pages_of(content)
    texts = _words(pages)
    issue = _first_issue(texts)
    is_scan = all(page.is_picture or not page.text.strip() for page in pages)
    if issue is not None and not is_scan:
        return _reworked(texts, issue)
    issue = issue or _first_issue(opening.first_codes_of(content))
    return _about("scan", issue) if issue else Verdict("unknown")


def _reworked(texts: list[str], issue: Issue) -> Verdict:
    try:
        ours = _texts(issue.revisions.latest("number"))
    except circuit.Damaged:
        return _about("lost", issue)
    differences = _texts_apart(ours, texts)
    return _about("altered" if differences else "rewritten", issue, differences=differences)


def _texts(revision: Revision) -> list[str]:
    """The words of each page of a document of ours. Raises circuit.Damaged."""
    return _words(opening.pages_of(circuit.bytes_of(revision)))


def _words(pages: list[Page]) -> list[str]:
    return [page.text for page in pages]


def _texts_apart(ours: list[str], theirs: list[str]) -> list[Difference]:
    """The first pages whose words differ, each with a few words around what changed."""
    found: list[Difference] = []
    for number, (ours_said, theirs_said) in enumerate(zip_longest(ours, theirs, fillvalue=""), 1):
        before, after = _flat(ours_said), _flat(theirs_said)
        if before != after:
            pieces = tuple(_shortened(piece) for piece in compared(before, after))
            found.append(Difference(number, pieces))
            if len(found) == MOST:
                break
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def _shortened(piece: Piece) -> Piece:
    words = piece.text.split(" ")
    if piece.kind != "same" or len(words) <= 2 * AROUND + 1:
        return piece
    return Piece("same", " ".join([*words[:AROUND], "[…]", *words[-AROUND:]]))


def _first_issue(texts: list[str]) -> Issue | None:
    """The issue that a page's mark designates."""
    for text in texts:
        mark = read(text)
        issue = issue_of(mark) if mark else None
        if issue is not None:
            return issue
    return None

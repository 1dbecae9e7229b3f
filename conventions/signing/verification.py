"""Is this document ours, and as it was signed? What the public page answers (product.md, A23).

From the surest to the vaguest: the very bytes of a revision; our bytes with something added; our
text with something changed; a scan that bears our code; nothing of ours. Nothing is kept of what
is brought.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import models

from applications.comparison import Piece, compared
from conventions.enums import ActStatus, Party, SignatureWay
from conventions.models import Act, Issue, Revision
from conventions.parties import organisation_of
from conventions.signing import circuit, opening
from conventions.signing.external import known_start
from conventions.signing.finding import issue_of
from conventions.signing.marks import read
from conventions.signing.opening import Judged, Unreadable

TITLES = {
    "authentic": "Document authentique",
    "signing": "Document authentique, signatures en cours",
    "older": "Document authentique, mais pas le dernier",
    "voided": "Document authentique, mais annulé",
    "known": "Document connu du portail",
    "extended": "Document modifié après son émission",
    "rewritten": "Même texte, mais fichier réécrit",
    "altered": "Document modifié",
    "scan": "Copie numérisée : à comparer avec l’original",
    "unknown": "Document inconnu du portail",
    "unreadable": "Fichier illisible",
}
EXPLANATIONS = {
    "authentic": "Ce fichier est, à l’octet près, le document signé par toutes les parties.",
    "signing": "Ce fichier est, à l’octet près, le document émis par le portail. Toutes les parties "
    "n’ont pas encore signé : il n’est pas en vigueur.",
    "older": "Ce fichier est, à l’octet près, un document émis par le portail, mais une signature y a "
    "été ajoutée depuis.",
    "voided": "Ce fichier a bien été émis par le portail, mais cette édition a été annulée : il ne "
    "vaut rien.",
    "known": "Le portail a émis un document sous cette référence. Pour savoir si votre exemplaire est "
    "authentique, déposez le fichier.",
    "extended": "Ce fichier commence comme un document émis par le portail, mais quelque chose y a été "
    "ajouté que le portail n’a pas enregistré.",
    "rewritten": "Le texte est celui du document émis, mais le fichier a été réécrit par un logiciel : "
    "ses signatures électroniques ne peuvent plus être vérifiées. Demandez le fichier d’origine.",
    "altered": "Ce fichier porte la référence d’un document émis par le portail, mais son texte n’est "
    "pas le même.",
    "scan": "Ce fichier est une image d’un document émis par le portail. Une image ne se vérifie pas : "
    "seul le fichier d’origine, ou l’original papier, fait foi.",
    "unknown": "Rien dans ce fichier ne correspond à un document émis par le portail.",
    "unreadable": "Ce fichier n’est pas un PDF lisible.",
}
TONES = {"authentic": "success", "signing": "info", "known": "info", "scan": "warning"}
# Differences shown at most; more would drown them.
MOST = 12
# Words kept on each side of a difference.
AROUND = 6


@dataclass(frozen=True)
class Signed:
    """A party's signature, as the public page shows it."""

    party: str
    organisation: str
    signatory: str = ""
    function: str = ""
    when: str = ""
    level: str = ""


@dataclass(frozen=True)
class Difference:
    """What a page says otherwise: runs of words kept, removed and added."""

    page: int
    pieces: tuple[Piece, ...]


@dataclass
class Verdict:
    """The answer: a stable kind, the document it is about, what differs."""

    kind: str
    issue: Issue | None = None
    signatures: list[Signed] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sha256: str = ""

    @property
    def title(self) -> str:
        """The answer in a few words."""
        return TITLES[self.kind]

    @property
    def explanation(self) -> str:
        """The answer in a sentence."""
        return EXPLANATIONS[self.kind]

    @property
    def tone(self) -> str:
        """How the answer is coloured, besides its words."""
        return TONES.get(self.kind, "error" if self.kind != "older" else "warning")


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
        except Unreadable:
            verdict = Verdict("unreadable")
    verdict.sha256 = digest
    return verdict


def look_up(typed: str) -> Verdict:
    """What a reference designates: with its fingerprint any issue, without it a signed act."""
    mark = read(typed)
    if mark is not None:
        issue = issue_of(mark)
        return _about("known", issue) if issue else Verdict("unknown")
    act = (
        Act.objects.filter(
            convention__reference=typed.strip().upper()[:28], number=0, status=ActStatus.SIGNED
        )
        .order_by("pk")
        .first()
    )
    issue = _issues().filter(act=act, voided_at=None).first() if act else None
    return _about("known", issue) if issue else Verdict("unknown")


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
    return _about("authentic" if issue.act.status == ActStatus.SIGNED else "signing", issue)


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
            Signed(party.label, organisation, row.signatory, row.function, row.when, way.label)
        )
    return Verdict(kind, issue, shown, differences or [], notes or [])


def _extended(content: bytes, start: Revision) -> Verdict:
    """Our bytes, with something after them: a signature we do not know, or a change."""
    issue = _revisions().get(pk=start.pk).issue
    notes = [_said(judged) for judged in opening.signatures_of(content)[_known_count(start) :]]
    differences = _differences(circuit.bytes_of(start), content)
    if not notes and not differences:
        notes = ["Rien de visible : des éléments cachés du fichier ont changé."]
    return _about("extended", issue, differences=differences, notes=notes)


def _known_count(revision: Revision) -> int:
    """How many signatures a revision bears: the seal, and one a revision since."""
    return 1 + revision.number


def _said(judged: Judged) -> str:
    state = "valable" if judged.is_sound and judged.trusted else "non valable"
    return f"Une signature que le portail n’a pas enregistrée : « {judged.common_name} » ({state})."


def _by_its_marks(content: bytes) -> Verdict:
    """A file that is not our bytes: found again by the marks of its pages, if it bears any."""
    texts = opening.texts_of(content)
    issue = _first_issue(texts)
    if issue is not None:
        return _reworked(texts, issue)
    # Pages with a text of their own are not pictures of pages.
    if any(text.strip() for text in texts):
        return Verdict("unknown")
    codes = opening.codes_of(content)
    issue = _first_issue([text for page in codes for text in page])
    return _about("scan", issue) if issue else Verdict("unknown")


def _reworked(texts: list[str], issue: Issue) -> Verdict:
    ours = opening.texts_of(circuit.bytes_of(issue.revisions.latest("number")))
    differences = _texts_apart(ours, texts)
    return _about("altered" if differences else "rewritten", issue, differences=differences)


def _differences(ours: bytes, theirs: bytes) -> list[Difference]:
    return _texts_apart(opening.texts_of(ours), opening.texts_of(theirs))


def _texts_apart(ours: list[str], theirs: list[str]) -> list[Difference]:
    """Pages whose words differ, each with a few words around what changed."""
    found = []
    for number in range(max(len(ours), len(theirs))):
        before = _flat(ours[number]) if number < len(ours) else ""
        after = _flat(theirs[number]) if number < len(theirs) else ""
        if before != after:
            pieces = tuple(_shortened(piece) for piece in compared(before, after))
            found.append(Difference(number + 1, pieces))
    return found[:MOST]


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

"""The discussion of a text as one person sees it: articles, their state, comments (C-5f)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from applications.comparison import Piece, compared
from conventions.agreement import Agreement, agreements
from conventions.deadlines import in_words, signature_due_on
from conventions.enums import ActStatus, Party, RemarkStatus
from conventions.filling import Filled, plain
from conventions.models import Acceptance, Act, Remark, Version
from conventions.permissions import parties_of
from conventions.reading import VISAS, Article, Reading

KEPT = 90  # characters of what both texts share, on each side of a change
WHOLE = VISAS  # the code of what is not an article: the visas, the text as a whole


@dataclass(frozen=True)
class Line:
    """An article in the contents, and where it stands."""

    number: int  # 0 for the visas
    code: str
    title: str
    is_locked: bool
    is_changed: bool
    open_remarks: int
    agreement: Agreement | None

    @property
    def agreed(self) -> int:
        """How many parties agree to it."""
        return len(self.agreement.parties) if self.agreement else 0


@dataclass(frozen=True)
class Part:
    """What is read under one heading, the visas' or the preamble's; an article has none."""

    heading: str
    blocks: list[Filled]
    pieces: tuple[Piece, ...]  # word by word, when it changed


@dataclass(frozen=True)
class Said:
    """A remark, with the wording it proposes against the present text."""

    remark: Remark
    pieces: tuple[Piece, ...]
    can_answer: bool
    can_withdraw: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.remark.status == RemarkStatus.OPEN


@dataclass(frozen=True)
class Discussion:
    """All that the page of a text says."""

    act: Act
    version: Version
    before: Version | None  # the version that changes are shown against
    versions: list[Version]
    lines: list[Line]
    current: Line
    parts: list[Part]  # of the current article
    said: list[Said]
    party: Party | None
    today: date

    @property
    def is_open(self) -> bool:
        """Whether the text goes round."""
        return self.act.status == ActStatus.NEGOTIATING

    @property
    def has_pen(self) -> bool:
        """Whether the reader's party may write now."""
        is_writable = self.act.status in (ActStatus.DRAFTING, ActStatus.NEGOTIATING)
        return is_writable and self.party is not None and self.act.pen == self.party

    @property
    def can_reword(self) -> bool:
        """Whether the current article may be rewritten by the reader."""
        is_locked = self.current.is_locked and self.act.has_locks
        return bool(self.current.code) and self.has_pen and not is_locked

    @property
    def can_propose(self) -> bool:
        """Whether another wording of the current article may be proposed."""
        return bool(self.current.code) and self.is_open and not self.current.is_locked

    @property
    def article(self) -> Article | None:
        """The current article."""
        return Reading(self.version).article(self.current.code)

    @property
    def has_agreed(self) -> bool:
        """Whether the reader's party agrees to the current article."""
        agreement = self.current.agreement
        return agreement is not None and self.party in agreement.parties

    @property
    def to_agree(self) -> int:
        """Articles to which the reader's party does not agree yet."""
        return sum(
            line.agreement is not None and self.party not in line.agreement.parties
            for line in self.lines
        )

    @property
    def agreed(self) -> int:
        """Articles to which all three agree."""
        return sum(line.agreement is not None and line.agreement.is_complete for line in self.lines)

    @property
    def open_remarks(self) -> int:
        """Remarks without an answer."""
        return sum(line.open_remarks for line in self.lines)

    @property
    def is_ready(self) -> bool:
        """Whether the text can be frozen: all agree, nothing is left open."""
        return self.is_open and self.agreed == self.total and not self.open_remarks

    @property
    def total(self) -> int:
        """How many articles there are."""
        return len(self.version.articles)

    @property
    def due_on(self) -> date:
        """The last day to sign."""
        return signature_due_on(self.act.convention.application.call)

    @property
    def time_left(self) -> str:
        """« 12 jours », « 3 jours de retard »."""
        return in_words(self.due_on, self.today)

    @property
    def is_late(self) -> bool:
        """Whether the last day to sign is past."""
        return self.today > self.due_on

    @property
    def next_line(self) -> Line | None:
        """The article that follows the current one."""
        rank = self.lines.index(self.current)
        return self.lines[rank + 1] if rank + 1 < len(self.lines) else None

    @property
    def previous_line(self) -> Line | None:
        """The one before."""
        rank = self.lines.index(self.current)
        return self.lines[rank - 1] if rank else None


def discussion(
    act: Act, user: User, *, today: date, code: str = WHOLE, since: int | None = None
) -> Discussion:
    """What this person sees of a text, at this article.

    `since` is the number of the version that changes are shown against: the one before the last
    when it is not given or not known.
    """
    versions = list(act.versions.listed())
    older = {v.number for v in versions[:-1]}
    last = versions[-1].number
    since = since if since in older else last - 1
    remarks = list(
        act.remarks.select_related("author", "answered_by", "version")
        .defer("version__state", "version__visas", "version__articles")
        .order_by("made_at", "id")
    )
    # Of the texts, only those that this page reads.
    read_from = {r.version_id for r in remarks if r.proposed_body and r.article == code}
    whole = {
        v.number: v for v in act.versions.filter(Q(number__in=(last, since)) | Q(pk__in=read_from))
    }
    version, before = whole[last], whole.get(since)
    party = next(iter(parties_of(act.convention, user)), None)
    new, old = Reading(version), Reading(before) if before else None
    lines = _lines(act, new, old, remarks)
    current = next((line for line in lines if line.code == code), lines[0])
    return Discussion(
        act=act,
        version=version,
        before=before,
        versions=versions,
        lines=lines,
        current=current,
        parts=_parts(new, old, current.code),
        said=[
            _said(remark, new, whole, act, party)
            for remark in remarks
            if (remark.article if any(remark.article == x.code for x in lines) else WHOLE)
            == current.code
        ],
        party=party,
        today=today,
    )


def _lines(act: Act, new: Reading, old: Reading | None, remarks: list[Remark]) -> list[Line]:
    waiting: dict[str, int] = {}
    for remark in remarks:
        if remark.status == RemarkStatus.OPEN:
            code = remark.article if remark.article in new.codes else WHOLE
            waiting[code] = waiting.get(code, 0) + 1
    whole = Line(
        number=0,
        code=WHOLE,
        title="Visas, préambule et texte entier",
        is_locked=False,
        is_changed=old is not None and old.text(VISAS) != new.text(VISAS),
        open_remarks=waiting.get(WHOLE, 0),
        agreement=None,
    )
    rows = agreements(new, Acceptance.objects.filter(act=act))
    marks = old.fingerprints if old else new.fingerprints
    return [
        whole,
        *(
            Line(
                number=number,
                code=row.article["code"],
                title=row.article["title"],
                is_locked=bool(row.article.get("is_locked")),
                is_changed=marks.get(row.article["code"]) != new.fingerprints[row.article["code"]],
                open_remarks=waiting.get(row.article["code"], 0),
                agreement=row,
            )
            for number, row in enumerate(rows, start=1)
        ),
    ]


def _parts(new: Reading, old: Reading | None, code: str) -> list[Part]:
    both, found = (old or new, new), []
    for heading, blocks in new.parts(code).items():
        was, now = (plain(r.parts(code)[heading]) if heading else r.titled(code) for r in both)
        if was or now:
            found.append(Part(heading, blocks, compared(was, now) if was != now else ()))
    return found


def _said(
    remark: Remark, new: Reading, whole: dict[int, Version], act: Act, party: Party | None
) -> Said:
    is_open = remark.status == RemarkStatus.OPEN and act.status == ActStatus.NEGOTIATING
    pieces: tuple[Piece, ...] = ()
    if remark.proposed_body:
        # An open proposal is read against the text it would replace; an old one as it was made.
        base = new if is_open else Reading(whole[remark.version.number])
        words = compared(base.text(remark.article), base.words(remark.proposed_body))
        pieces = tuple(map(_shortened, words))
    return Said(
        remark=remark,
        pieces=pieces,
        can_answer=is_open and party == act.pen and remark.party != party,
        can_withdraw=is_open and remark.party == party,
    )


def _shortened(piece: Piece) -> Piece:
    """A long run that both texts share, its middle left out: what changes is seen at once."""
    if piece.kind != "same" or len(piece.text) <= 3 * KEPT:
        return piece
    start = piece.text[:KEPT].rpartition(" ")[0]
    end = piece.text[-KEPT:].partition(" ")[2]
    return Piece("same", f"{start} […] {end}")


def changes(version: Version, before: Version) -> list[tuple[str, tuple[Piece, ...]]]:
    """The visas and articles that two versions say differently, word by word."""
    new, old = Reading(version), Reading(before)
    numbers = {code: number for number, code in enumerate(new.codes, start=1)}
    found = []
    for code in (VISAS, *new.codes, *(code for code in old.codes if code not in numbers)):
        article = new.article(code) or old.article(code)
        pair = (old.titled(code), new.titled(code))
        if pair[0] == pair[1]:
            continue
        label = str(article["title"]) if article else "Visas et préambule"
        if code in numbers:
            label = f"Article {numbers[code]} – {label}"
        found.append((label, compared(*pair)))
    return found

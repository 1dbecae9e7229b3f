"""The discussion of a text as one person sees it: articles, their state, comments (C-5f)."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from applications.comparison import Piece, compared
from conventions.agreement import Agreement, agreements
from conventions.deadlines import in_words, signature_due_on
from conventions.enums import ActStatus, Party, RemarkStatus
from conventions.models import Acceptance, Act, Remark, Version
from conventions.permissions import parties_of
from conventions.reading import Article, article_of, filled

WHOLE = ""  # the code of what is not an article: the visas, the text as a whole


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
    pieces: list[tuple[Piece, ...]]
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
        is_draft = self.act.status == ActStatus.DRAFTING
        return bool(self.current.code) and self.has_pen and (is_draft or not self.current.is_locked)

    @property
    def can_propose(self) -> bool:
        """Whether another wording of the current article may be proposed."""
        return bool(self.current.code) and self.is_open and not self.current.is_locked

    @property
    def article(self) -> Article | None:
        """The current article."""
        return article_of(self.version, self.current.code)

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
) -> Discussion | None:
    """What this person sees of a text, at this article; None while it has no version.

    `since` is the number of the version that changes are shown against: the one before the last
    when it is not given or not known.
    """
    versions = list(act.versions.select_related("made_by").order_by("number"))
    if not versions:
        return None
    version = versions[-1]
    older = {v.number: v for v in versions[:-1]}
    before = older.get(since or 0) or older.get(version.number - 1)
    remarks = list(
        act.remarks.select_related("author", "answered_by", "version").order_by("made_at", "id")
    )
    party = next(iter(parties_of(act.convention, user)), None)
    lines = _lines(act, version, before, remarks)
    current = next((line for line in lines if line.code == code), lines[0])
    return Discussion(
        act=act,
        version=version,
        before=before,
        versions=versions,
        lines=lines,
        current=current,
        pieces=_pieces(version, before, current.code),
        said=[
            _said(remark, version, act, party)
            for remark in remarks
            if (remark.article if any(remark.article == x.code for x in lines) else WHOLE)
            == current.code
        ],
        party=party,
        today=today,
    )


def _lines(act: Act, version: Version, before: Version | None, remarks: list[Remark]) -> list[Line]:
    waiting: dict[str, int] = {}
    codes = {article["code"] for article in version.articles}
    for remark in remarks:
        if remark.status == RemarkStatus.OPEN:
            code = remark.article if remark.article in codes else WHOLE
            waiting[code] = waiting.get(code, 0) + 1
    whole = Line(
        number=0,
        code=WHOLE,
        title="Visas et texte entier",
        is_locked=False,
        is_changed=before is not None and before.visas != version.visas,
        open_remarks=waiting.get(WHOLE, 0),
        agreement=None,
    )
    rows = agreements(version, Acceptance.objects.filter(act=act))
    return [
        whole,
        *(
            Line(
                number=number,
                code=row.article["code"],
                title=row.article["title"],
                is_locked=bool(row.article.get("is_locked")),
                is_changed=before is not None
                and _text(before, row.article["code"]) != _text(version, row.article["code"]),
                open_remarks=waiting.get(row.article["code"], 0),
                agreement=row,
            )
            for number, row in enumerate(rows, start=1)
        ),
    ]


def _text(version: Version, code: str) -> str:
    article = article_of(version, code)
    return filled(article, version.state) if article else ""


def _pieces(version: Version, before: Version | None, code: str) -> list[tuple[Piece, ...]]:
    """The text read, a paragraph of the visas or a whole article at a time, changes marked."""
    if code != WHOLE:
        new = _text(version, code)
        return [compared(_text(before, code) if before else new, new)]
    new = "\n\n".join(visa["body"] for visa in version.visas)
    old = "\n\n".join(visa["body"] for visa in before.visas) if before else new
    return [compared(old, new)]


def _said(remark: Remark, version: Version, act: Act, party: Party | None) -> Said:
    is_open = remark.status == RemarkStatus.OPEN and act.status == ActStatus.NEGOTIATING
    article = article_of(version, remark.article)
    pieces: tuple[Piece, ...] = ()
    if remark.proposed_body:
        state = version.state
        # An open proposal is read against the text it would replace; an old one as it was made.
        base = article if is_open else article_of(remark.version, remark.article)
        new = filled({"body": remark.proposed_body}, state)
        pieces = compared(filled(base, state) if base else "", new)
    return Said(
        remark=remark,
        pieces=pieces,
        can_answer=is_open and party == act.pen and remark.party != party,
        can_withdraw=is_open and remark.party == party,
    )


def changes(version: Version, before: Version) -> list[tuple[str, tuple[Piece, ...]]]:
    """The articles (and visas) that two versions say differently, word by word."""
    codes = [a["code"] for a in version.articles]
    codes += [a["code"] for a in before.articles if a["code"] not in codes]
    found = []
    old_visas = "\n\n".join(visa["body"] for visa in before.visas)
    new_visas = "\n\n".join(visa["body"] for visa in version.visas)
    if old_visas != new_visas:
        found.append(("Visas", compared(old_visas, new_visas)))
    for code in codes:
        old, new = _text(before, code), _text(version, code)
        article = article_of(version, code) or article_of(before, code) or {}
        if old != new:
            number = next(
                (n for n, a in enumerate(version.articles, start=1) if a["code"] == code), 0
            )
            label = f"Article {number} – {article['title']}" if number else str(article["title"])
            found.append((label, compared(old, new)))
    return found

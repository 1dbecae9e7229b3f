"""The terms of a call's reviews: readers, quorum, dates, thresholds; a share of the call's document."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from applications.call_file import CallShare
from applications.editions import same_day
from applications.models import Call
from reviews.models.terms import CallReview

Share = Annotated[Decimal, Field(ge=0, le=1)]


class ReviewTerms(BaseModel):
    """What a call asks of its reviewers. The call itself fixes none of it: all is proposed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    readers_per_dossier: Annotated[int, Field(ge=1, le=9)] = 3
    minimum_reviews: Annotated[int, Field(ge=1, le=9)] = 2  # below, a mean is said fragile
    opinions_due_on: date | None = None  # prefecture opinions (C-5c)
    reviews_due_on: date | None = None  # marks of the committee (C-5d)
    convocation_days: Annotated[int, Field(ge=0, le=60)] = 5  # before the session (facts.md §7.4)
    quorum_share: Share = Decimal("0.5")  # of the members in office
    divergence_gap: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(25)  # points out of 100
    threshold: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(
        50
    )  # below, said « sous le seuil »
    tie_breaks: list[str] = []  # codes of criteria, in order (facts.md §7.3)
    appeal_text: str = ""  # how a decision may be challenged, on the letters
    appeal_text_is_validated: bool = False  # by MILDECA's legal office; not printed before


def of(call: Call) -> ReviewTerms:
    """The call's terms; those proposed by default when it says nothing.

    No query when they were read with the call (`select_related("review_terms")`).
    """
    row = getattr(call, "review_terms", None)
    return ReviewTerms.model_validate(row.content if row else {})


def opinion_due_on(call: Call) -> date | None:
    """Last day to give the prefecture's opinion (C-5c); None while the call does not say."""
    return of(call).opinions_due_on


def write(call: Call, terms: ReviewTerms) -> None:
    """Make these the call's terms."""
    row, _ = CallReview.objects.update_or_create(
        call=call, defaults={"content": terms.model_dump(mode="json")}
    )
    # The call knows them from now on, whatever it had read.
    row.call = call


def read(call: Call) -> dict[str, Any]:
    """The call's terms as plain data."""
    return of(call).model_dump(mode="json")


def later(data: dict[str, Any], years: int) -> dict[str, Any]:
    """The same terms for a later edition: each date at the same day."""
    terms = ReviewTerms.model_validate(data)
    dates = {"opinions_due_on": terms.opinions_due_on, "reviews_due_on": terms.reviews_due_on}
    moved = {name: day and same_day(day, years) for name, day in dates.items()}
    return terms.model_copy(update=moved).model_dump(mode="json")


SHARE = CallShare(
    key="review",
    label="modalités d’examen",
    check=ReviewTerms.model_validate,
    write=write,
    read=read,
    absent=dict,
    later=later,
)

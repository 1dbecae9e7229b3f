"""What a step of a convention writes beside the state."""

from decimal import Decimal

from conventions.agreement import keep
from conventions.desks import Hand
from conventions.enums import Party
from conventions.models import Act, Convention, Issue, Remark, Signature
from conventions.reading import Reading, article_of
from conventions.signing.guards import standing_issue
from conventions.versions import reworded, write
from reviews import releasing
from workflow.engine import Outcome, Step


def circulate(act: Act, step: Step) -> Outcome:
    """The other parties see the text from now on; the holder has the pen. MILDECA agrees to it."""
    version = act.last_version()
    keep(act, Party.MILDECA, Reading(version).fingerprints, by=step.by)
    act.circulated_at, act.pen, act.pen_since = step.at, Party.HOLDER, step.at
    Convention.objects.filter(pk=act.convention_id, circulated_at=None).update(
        circulated_at=step.at
    )
    return Outcome(("circulated_at", "pen", "pen_since"), {"version": version.number})


def freeze(act: Act, step: Step) -> Outcome:
    """The last version becomes an issue, that a worker draws and seals."""
    version = act.last_version()
    number = act.issues.count() + 1
    Issue.objects.create(
        act=act,
        version=version,
        number=number,
        order=step.facts["order"],
        issued_at=step.at,
        issued_by=step.by,
    )
    return Outcome(
        payload={"version": version.number, "issue": number, "order": step.facts["order"]}
    )


def sign(act: Act, step: Step) -> Outcome:
    """Keep the signature and, when it is electronic, the bytes that bear it."""
    signature: Signature = step.facts["signature"]
    revision = signature.revision
    if revision is not None:
        revision.save(force_insert=True)
        signature.revision = revision
    signature.save(force_insert=True)
    return Outcome(
        payload={
            "issue": signature.issue.number,
            "party": signature.party,
            "way": signature.way,
            "signatory": signature.signatory,
            "function": signature.function,
            "sha256": revision.sha256 if revision else "",
        }
    )


def complete(act: Act, step: Step) -> Outcome:
    """The last signature: the act holds from now on."""
    outcome = sign(act, step)
    act.signed_at = step.facts["signature"].signed_at
    if act.number:
        hold(act, step)
    return Outcome(("signed_at",), outcome.payload)


def hold(act: Act, step: Step) -> None:
    """What an amendment agreed becomes the convention's: its amount, and what that frees."""
    version = act.last_version()
    agreed = Decimal(str(version.state["agreed"]))
    yearly = [Decimal(str(part)) for part in version.state["yearly"]]
    Convention.objects.filter(pk=act.convention_id).update(
        agreed_amount=agreed, yearly_amounts=yearly
    )
    award = act.convention.award
    reason = act.amendment.reason
    releasing.release(award, award.amount - agreed, reason=reason, by=step.by)


def recall(act: Act, step: Step) -> Outcome:
    """Void the issue and whatever signatures it bears; the text goes back to MILDECA (F14)."""
    issue = standing_issue(act)
    act.pen, act.pen_since = Party.MILDECA, step.at
    return Outcome(("pen", "pen_since"), _void(issue, step))


def abandon(act: Act, step: Step) -> Outcome:
    """The text is given up, with its issue if it had one."""
    return Outcome(payload=_void(standing_issue(act), step))


def accept(remark: Remark, step: Step) -> Outcome:
    """Keep the answer; the wording proposed becomes the text, to which its author agrees."""
    outcome = _answered(remark, step)
    hand: Hand = step.facts["hand"]
    article = article_of(hand.version, remark.article)
    if remark.proposed_body and article is not None:
        version = write(
            hand,
            by=step.by,
            articles=reworded(hand.version, remark.article, body=remark.proposed_body),
            summary=f"« {article['title']} » : rédaction proposée par "
            f"{Party(remark.party).named} retenue",
            agreed_by=(Party(remark.party),),
        )
        outcome.payload["version"] = version.number
    return outcome


def refuse(remark: Remark, step: Step) -> Outcome:
    """Keep the answer; the text stays as it is."""
    return _answered(remark, step)


def withdraw(remark: Remark, _step: Step) -> Outcome:
    """Those who made it take it back."""
    return Outcome(payload=_of(remark))


def _answered(remark: Remark, step: Step) -> Outcome:
    remark.answer, remark.answered_at, remark.answered_by = step.reason, step.at, step.by
    return Outcome(("answer", "answered_at", "answered_by"), _of(remark))


def _of(remark: Remark) -> dict[str, object]:
    return {"act": remark.act_id, "article": remark.article, "party": remark.party}


def enter(convention: Convention, step: Step) -> Outcome:
    """In force on the day of the last signature."""
    convention.in_force_at = step.at
    return Outcome(("in_force_at",))


def end(convention: Convention, step: Step) -> Outcome:
    """No longer in force; its amount is free again."""
    convention.ended_at = step.at
    kept = step.facts.get("kept", Decimal(0))
    return Outcome(("ended_at",), {"amount": str(convention.agreed_amount), "kept": str(kept)})


def _void(issue: Issue | None, step: Step) -> dict[str, object]:
    if issue is None:
        return {}
    Issue.objects.filter(pk=issue.pk).update(voided_at=step.at, void_reason=step.reason)
    return {"issue": issue.number, "signatures": issue.signatures.count()}

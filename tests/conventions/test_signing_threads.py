"""Signing and regenerating at the same instant: one wins, nothing is torn (security.md, F14).

A few repetitions here; `SIGNING_RACES=1000` asks for the thousand of docs/fiabilite.md.
"""

import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from conventions.enums import ActStatus, ConventionStatus, Party
from conventions.models import Act, Convention, Issue, Signature
from conventions.signing import opening, portal
from conventions.signing.circuit import FOLDER
from conventions.workflow import ACT
from tests.conventions import documents
from tests.conventions.issues import consent_to, content_of, make_act, make_issue
from tests.reviews.test_opinion_threads import at_once
from workflow import journal
from workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
RACES = int(os.environ.get("SIGNING_RACES", "12"))
# One in so many is the race of the last signature, that needs a new convention each time.
LAST_EVERY = 4


def race(issue: Issue, signer, ines, late: float) -> int:
    """Bob signs what he read while Ines takes the text back; how many were refused.

    Ines is `late` by so many seconds, so that each of them wins now and then.
    """
    consent = consent_to(issue, Party.HOLDER, signer)

    def recall() -> None:
        time.sleep(late)
        ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")

    return at_once(
        lambda: portal.sign(issue, party=Party.HOLDER, by=signer, consent=consent), recall
    )


def torn(issue: Issue) -> list[str]:
    """What does not hold together after a race."""
    fresh = Issue.objects.get(pk=issue.pk)
    act = Act.objects.get(pk=issue.act_id)
    signatures = list(fresh.signatures.all())
    revisions = list(fresh.revisions.order_by("number"))
    noted = [
        event.name
        for event in Event.objects.about(act).order_by("id")
        if event.payload.get("issue") == fresh.number
        and event.name in ("act.sign", "act.complete", "act.recall")
    ]
    facts = {
        "one revision a signature, after the sealed one": len(revisions) == 1 + len(signatures),
        "each signature bears its own revision": [s.revision_id for s in signatures]
        == [r.pk for r in revisions[1:]],
        "every revision has its bytes": all(Path(r.file.path).exists() for r in revisions),
        "the journal tells each once": len(noted) == len(set(noted)),
        "the journal says as many signatures": sum(n != "act.recall" for n in noted)
        == len(signatures),
        "nothing is signed after the recall": noted[-1:] == ["act.recall"]
        or act.status == ActStatus.SIGNED,
        "a voided issue is not the one in force": (fresh.voided_at is None)
        == (act.status == ActStatus.SIGNED),
        "at most one issue stands": act.issues.filter(voided_at=None).count() <= 1,
    }
    return [name for name, holds in facts.items() if not holds]


def orphans() -> set[str]:
    """Stored documents that no revision names."""
    if not default_storage.exists(FOLDER):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM conventions_revision")
        known = {name for (name,) in cursor.fetchall()}
    return {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]} - known


def test_regenerating_while_signing_never_tears_the_circuit__F14(
    ines, alice, signatories, commune_a, act
):
    bob, sealed = signatories["holder"], documents.sealed()
    ends = {"signed then recalled": 0, "recalled first": 0, "signed last": 0}
    for turn in range(RACES):
        is_last = turn % LAST_EVERY == 0
        if is_last:
            subject = make_act(ines=ines, alice=alice, holder=commune_a)
            issue = make_issue(subject, ines=ines, order=[Party.HOLDER], content=sealed)
        else:
            Act.objects.filter(pk=act.pk).update(status=ActStatus.ISSUING)
            issue = make_issue(Act.objects.get(pk=act.pk), ines=ines, content=sealed)
        refused = race(issue, bob, ines, late=(turn % 5) * 0.01)
        assert torn(issue) == [], f"turn {turn}"
        has_signed = Signature.objects.filter(issue=issue).exists()
        if is_last:
            # One of the two: what is signed by all can no longer be recalled.
            assert refused == 1
            convention = Convention.objects.get(pk=issue.act.convention_id)
            assert (convention.status == ConventionStatus.IN_FORCE) == has_signed
        else:
            assert refused == (0 if has_signed else 1)
        end = (
            "recalled first"
            if not has_signed
            else "signed last"
            if is_last
            else "signed then recalled"
        )
        ends[end] += 1
    assert orphans() == set()
    assert journal.verify().is_sound
    print(f"{RACES} courses : {ends}")  # noqa: T201 – what the thousand gave


def test_of_three_clicks_one_signs(issue, signatories):
    bob = signatories["holder"]
    consent = consent_to(issue, Party.HOLDER, bob)
    refused = at_once(
        *(lambda: portal.sign(issue, party=Party.HOLDER, by=bob, consent=consent) for _ in range(3))
    )
    assert refused == 2
    assert Signature.objects.count() == 1
    assert [s.is_sound for s in opening.signatures_of(content_of(issue))] == [True, True]
    assert orphans() == set()

"""An issue opens to signature once it is drawn and sealed, whatever becomes of the others."""

from pathlib import Path

from django.utils import timezone

from conventions.enums import ActStatus
from conventions.models import Act, Issue
from conventions.signing import issuing
from limits_portal.printouts import Printout
from tests.conventions.issues import make_act, make_drawn


def test_an_issue_whose_file_is_lost_does_not_stop_the_others(
    act, ines, alice, charlie, commune_a, commune_b, prefecture_a, mildeca
):
    lost = make_drawn(act, ines=ines)
    damaged = make_drawn(make_act(ines=ines, alice=alice, holder=commune_a), ines=ines)
    sound = make_drawn(make_act(ines=ines, alice=charlie, holder=commune_b), ines=ines)
    Path(lost.file.path).unlink()
    Path(damaged.file.path).write_bytes(b"%PDF-1.7 autre chose")
    assert issuing.publish_due() == 1
    statuses = [Act.objects.get(pk=issue.act_id).status for issue in (lost, damaged, sound)]
    assert statuses == [ActStatus.ISSUING, ActStatus.ISSUING, ActStatus.SIGNING]
    assert not lost.revisions.exists()


def test_an_issue_still_to_be_drawn_waits(act, ines):
    issue = Issue.objects.create(
        act=act,
        version=act.versions.get(),
        number=1,
        order=["holder"],
        issued_at=timezone.now(),
        issued_by=ines,
    )
    assert issue.progress == Printout.Status.PENDING
    assert issuing.publish_due() == 0

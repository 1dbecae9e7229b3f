"""What must hold when the dust has settled, and the counts that show it."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count

from chaos.herd import Herd
from chaos.sink import Act, Sink
from chaos.world import World
from notifications.models import Email, Notice
from workflow import journal
from workflow.models import Event


def is_drained() -> bool:
    """Whether every event was told and no mail waits."""
    return not (
        Event.objects.filter(dispatched_at=None).exists()
        or Email.objects.filter(delivery__in=Email.UNSENT).exists()
    )


def verdict(world: World, sink: Sink, herd: Herd) -> tuple[dict[str, Any], list[str]]:
    """The counts, and what does not hold."""
    received = Counter(taken.to for taken in sink.taken)
    names: dict[str, set[str]] = defaultdict(set)
    for taken in sink.taken:
        names[taken.to].add(taken.message_id)
    rows = dict(Email.objects.values_list("to", "message_id"))
    refused = {to for to in world.done if sink.script(to, 1) is Act.REFUSE}
    failed = set(
        Email.objects.filter(delivery="failed", trouble="address").values_list("to", flat=True)
    )
    states = Email.objects.values_list("delivery").annotate(count=Count("pk")).order_by()
    counts = {
        "events": len(world.done),
        "rolled_back": len(world.undone),
        "blows": herd.blows,
        "processes_killed": herd.killed,
        "server": dict(sink.acts),
        "received": len(sink.taken),
        "lost": len(set(world.done) - refused - set(received)),
        "duplicates": sum(n - 1 for n in received.values()),
        "mails_of_rolled_back_actions": len(set(world.undone) & (set(received) | set(rows))),
        "refused_for_good": len(refused),
        "states": dict(states),
        "in_app": Notice.objects.count(),
        "undispatched": Event.objects.filter(dispatched_at=None).count(),
    }
    checks = {
        "chaque événement a son courriel et sa notification, une fois": (
            set(rows) == set(world.done)
            and Email.objects.count() == counts["in_app"] == len(world.done)
        ),
        "rien n'est perdu": counts["lost"] == 0,
        "pas plus de doubles que de processus tués": counts["duplicates"] <= herd.killed,
        "chaque exemplaire a le même Message-ID": all(
            found == {rows.get(to)} for to, found in names.items()
        ),
        "rien n'annonce une action annulée": counts["mails_of_rolled_back_actions"] == 0,
        "les adresses refusées, et elles seules, sont en échec": failed == refused,
        "tout est parti": is_drained(),
        "le journal est intact": journal.verify().is_sound,
    }
    return counts, [name for name, holds in checks.items() if not holds]

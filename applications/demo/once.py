"""The demonstration is loaded once: what people do on it afterwards is theirs.

Loaded again at each start, it would write on the dossiers that somebody filed meanwhile.
"""

from collections.abc import Callable

from accounts import demo as demo_people
from accounts.enums import Role
from applications.models import Call
from workflow.engine import record
from workflow.models import Event

LOADED = "call.demonstration_loaded"


def once(part: str, load: Callable[[], object]) -> bool:
    """Load a part of the demonstration unless it was, whole; returns whether it did.

    Interrupted, it is not noted: the next start makes what is missing. Needs the call limits-2024.
    """
    past = Call.objects.get(slug="limits-2024")
    if Event.objects.about(past).filter(name=LOADED, payload__part=part).exists():
        return False
    load()
    nora = demo_people.load()["nora"]
    record(LOADED, subject=past, by=nora, role=Role.ADMINISTRATOR, payload={"part": part})
    return True

"""Who acts, on what: one representative validates thousands of requests to join a commune.

Each validation is one event and one mail to an address of its own. Some are undone with their
transaction: those people must never hear of it.
"""

import random
import threading
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Departement, Membership, Organisation, Region, User
from accounts.workflow import MEMBERSHIP

UNDONE = 0.03  # share of the actions that are rolled back
THREADS = 2


@dataclass
class World:
    """The actor, the requests, and what became of each, by address."""

    mayor: User
    links: list[Membership]
    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)


def prepare(events: int) -> World:
    """An empty database with one commune, its representative and that many requests and more."""
    call_command("migrate", verbosity=0)
    region = Region.objects.create(code="32", name="Hauts-de-France")
    departement = Departement.objects.create(code="59", name="Nord", region=region)
    commune = Organisation.objects.create(
        kind=OrganisationKind.COMMUNE, name="Loos", code="59360", departement=departement
    )
    mayor = User.objects.create_user("maire@chaos.example.org")
    now = timezone.now()
    Membership.objects.create(
        user=mayor,
        organisation=commune,
        role=Role.REPRESENTATIVE,
        status=MembershipStatus.VALIDATED,
        decided_at=now,
    )
    count = int(events / (1 - UNDONE)) + 100
    people = User.objects.bulk_create(
        (User(email=f"p{n}@chaos.example.org", password="!") for n in range(count)), 2000
    )
    links = Membership.objects.bulk_create(
        (Membership(user=one, organisation=commune, role=Role.READER) for one in people), 2000
    )
    return World(mayor, links)


def act(world: World, events: int, dice: random.Random, stop: threading.Event) -> threading.Thread:
    """Validate requests until that many are, in threads; the one returned ends with the last."""
    rest, lock = iter(world.links), threading.Lock()

    def one() -> bool:
        with lock:
            if len(world.done) + pending[0] >= events or stop.is_set():
                return False
            link, is_undone = next(rest), dice.random() < UNDONE
            pending[0] += not is_undone
        with transaction.atomic():
            MEMBERSHIP.perform(link, "validate", by=world.mayor)
            transaction.set_rollback(is_undone)
        with lock:
            (world.undone if is_undone else world.done).append(link.user.email)
            pending[0] -= not is_undone
        return True

    def work() -> None:
        try:
            while one():
                pass
        finally:
            connection.close()

    def all_of_them() -> None:
        workers = [threading.Thread(target=work) for _ in range(THREADS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    pending = [0]
    thread = threading.Thread(target=all_of_them)
    thread.start()
    return thread

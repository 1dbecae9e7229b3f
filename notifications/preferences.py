"""How each person wants to hear of each topic, and the link that turns a topic off in one click."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import LINK_KEEPERS
from notifications.models import Notice, Preference
from notifications.rule import Topic

# One salt for one use: a token made for anything else turns nothing off.
SALT = "notifications.unsubscribe"
# In place of a topic, in the link of a digest: whatever the person reads once a day.
DIGEST = "digest"
Mode = Preference.Mode


def modes(people: Iterable[User], topic: Topic | None) -> dict[int, str]:
    """How these people want to hear of a topic, by person; what is owed comes mail by mail."""
    if topic is None:
        return {}
    found = Preference.objects.filter(person__in=[p.pk for p in people], topic=topic)
    return dict(found.values_list("person_id", "mode"))


def of(person: User) -> dict[str, str]:
    """Every topic with the person's choice."""
    chosen = dict(Preference.objects.filter(person=person).values_list("topic", "mode"))
    return {topic: chosen.get(topic, Mode.EACH) for topic in Topic.values}


def choose(person: User, wanted: Mapping[str, str]) -> None:
    """Keep the person's choices."""
    for topic in Topic.values:
        if topic in wanted:
            Preference.objects.update_or_create(
                person=person, topic=topic, defaults={"mode": wanted[topic]}
            )
    if Mode.DAILY not in of(person).values():
        # What waited for a digest is in the portal's list; a later choice does not bring it back.
        Notice.objects.filter(recipient=person, awaits_digest=True).update(awaits_digest=False)


def topics_of(person: User) -> list[Topic]:
    """Topics that can concern this person, by their roles."""
    if not person.is_agent:
        return [Topic.TEAM, Topic.DEADLINES, Topic.CONVENTIONS]
    concerned = {
        # Agents of the State invite into a collectivité that has nobody yet; its prefecture
        # answers the requests to join it.
        Topic.TEAM: (*Role.HOLDER_ROLES, *Role.PREFECTURE_ROLES, *LINK_KEEPERS),
        Topic.DEADLINES: (
            *(*Role.HOLDER_ROLES, *Role.PREFECTURE_ROLES, Role.COMMITTEE),
            # Conventions to be signed.
            *(Role.INSTRUCTOR, Role.PRESIDENT),
        ),
        Topic.FOLLOW: (*Role.PREFECTURE_ROLES, Role.INSTRUCTOR, Role.PRESIDENT),
        Topic.CONVENTIONS: (*Role.HOLDER_EDITORS, *Role.PREFECTURE_ROLES, Role.INSTRUCTOR),
    }
    return [topic for topic, roles in concerned.items() if person.has_role(*roles)]


def unsubscribe_address(person: User, topic: str) -> str:
    """The address that turns a topic, or DIGEST, off without logging in: signed, one person's."""
    token = signing.Signer(salt=SALT).sign_object([person.pk, topic])
    return settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])


def read(token: str) -> tuple[User, str]:
    """Whom and what a link speaks of. Raises signing.BadSignature for anything but our links."""
    pk, topic = signing.Signer(salt=SALT).unsign_object(token)
    person = User.objects.filter(pk=pk).first()
    if person is None or topic not in (*Topic.values, DIGEST):
        raise signing.BadSignature
    return person, topic


def label_of(topic: str) -> str:
    """What a link turns off, in words."""
    return "Le résumé quotidien" if topic == DIGEST else str(Topic(topic).label)


def turn_off(person: User, topic: str) -> None:
    """No more mail on this topic, or no more digest; the portal's list stays."""
    topics = [topic]
    if topic == DIGEST:
        topics = [name for name, mode in of(person).items() if mode == Mode.DAILY]
    choose(person, dict.fromkeys(topics, Mode.NONE))

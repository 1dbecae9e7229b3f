"""The world that every address is tried on."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from applications import drafting
from applications.call_content import ExampleAction
from applications.content import ActionContent
from applications.models import Document, Extension
from applications.models.document import ScanStatus
from conventions.models import ArticleTemplate
from notifications.models import Email
from notifications.preferences import unsubscribe_address
from notifications.rule import Topic
from tests.access.world import PEOPLE, World
from tests.applications.filings import make_filed
from tests.conventions.issues import signing_world
from tests.conventions.talks import talks_world
from tests.factories import (
    make_application,
    make_call,
    make_call_content,
    make_membership,
    make_user,
)
from tests.reviews.committee import committee_world
from tests.reviews.decisions import decided_world
from tests.reviews.instructions import instructed_world
from tests.reviews.opinions import opinions_world
from tests.reviews.sittings import session_world

EXAMPLE = ExampleAction(
    code="psfp",
    axis="axe-1",
    title="Programme de soutien aux familles",
    town="",
    audience="Familles",
    summary="",
    aims=[],
    description="",
    cost=Decimal(42_000),
)


@pytest.fixture
def world(request, db, commune_a, prefecture_a, mildeca) -> World:
    """Everybody; a draft and a filed dossier of commune A, with all that hangs on them."""
    people = {name: None if name == "nobody" else request.getfixturevalue(name) for name in PEOPLE}
    alice, bob, nora = people["alice"], people["bob"], people["nora"]
    call = make_call(make_call_content(examples=[EXAMPLE]))
    draft = make_application(holder=commune_a, by=alice, call=call)
    newcomer, colleague = make_user(), make_user()
    invitation = invitations.invite(
        organisation=commune_a, email="invite@example.org", role=Role.READER, by=bob
    )
    document = Document.objects.create(
        application=draft,
        category="rib",
        name="rib.pdf",
        size=3,
        content_type="application/pdf",
        sha256=hashlib.sha256(b"rib").hexdigest(),
        scan_status=ScanStatus.CLEAN,
        uploaded_by=alice,
        file=ContentFile(b"rib", name="rib.pdf"),
    )
    objects = {
        "commune": commune_a,
        "call": call,
        "draft": draft,
        "filed": make_filed(holder=commune_a, by=bob).application,
        "action": drafting.add_action(draft, ActionContent(title="Former"), by=alice),
        "document": document,
        "request": make_membership(newcomer, commune_a, Role.WRITER, MembershipStatus.PENDING),
        "colleague": make_membership(colleague, commune_a, Role.READER),
        "member": newcomer,
        "closed": make_user(is_active=False),
        "mail": Email.objects.create(
            to="x@example.org",
            code="account",
            subject="…",
            text_body="…",
            message_id="<x@limits>",
            delivery=Email.Status.FAILED,
        ),
        "agent_role": make_membership(make_user(), prefecture_a, Role.PREFECTURE_AGENT),
        "invitation": invitation,
        "token": invitations.token(invitation),
        "unsubscribe": unsubscribe_address(alice, Topic.TEAM).rstrip("/").rpartition("/")[2],
        "extension": Extension.objects.create(
            call=call,
            holder=commune_a,
            closes_at=timezone.now() + timedelta(days=60),
            reason="Panne",
            granted_by=nora,
        ),
    }
    objects |= decided_world(
        holder=commune_a, by=bob, instructor=people["ines"], president=people["martin"]
    )
    objects |= instructed_world(objects["filed"], instructor=people["ines"], holder=bob)
    objects |= opinions_world(
        objects["examined"], agent=people["flora"], chief=people["flora_chief"]
    )
    objects |= committee_world(instructor=people["ines"], people=people, mildeca=mildeca)
    objects |= session_world(ines=people["ines"], karim=people["karim"])
    objects |= talks_world(ines=people["ines"], flora=people["flora"], holder=commune_a)
    objects |= signing_world(ines=people["ines"], alice=alice, bob=bob, holder=commune_a)
    ArticleTemplate.objects.create(call=call, position=1, code="objet", title="Objet", body="…")
    return World(people=people, objects=objects)

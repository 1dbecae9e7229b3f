"""Who may do what at each address. One row an address; a new address needs its row here."""

from dataclasses import replace
from typing import Any

from tests.access.committee_rows import COMMITTEE
from tests.access.convention_rows import CONVENTION_TEXT
from tests.access.decision_rows import DECISIONS
from tests.access.instruction_rows import INSTRUCTION
from tests.access.opinion_rows import OPINIONS
from tests.access.session_rows import SESSIONS
from tests.access.sign_rows import SIGNATURES
from tests.access.talk_rows import TALKS
from tests.access.world import (
    ABSENT,
    AGENTS,
    EVERYONE,
    FORBIDDEN,
    LOGIN,
    MEMBERS,
    PREFECTURE,
    STATE_READERS,
    TEAM,
    Row,
)

Objects = dict[str, Any]
NORA = frozenset({"nora"})
PUBLIC = Row(get=EVERYONE, post=EVERYONE)
SHOWN = Row(get=EVERYONE, post=None)
# Those who may look after commune A's team: itself, its prefecture, MILDECA.
CARETAKERS = TEAM | PREFECTURE | {"ines", "nora"}
# The demonstration's addresses do not exist elsewhere, for anyone.
ABROAD = Row(get=None, post=None, nobody=ABSENT)
ABROAD_ONE = replace(ABROAD, args=lambda objects: [1])


def reads(served: frozenset[str], **options: Any) -> Row:
    """An address that only shows something."""
    return Row(get=served, post=None, **options)


def acts(served: frozenset[str], **options: Any) -> Row:
    """An address that only receives something."""
    return Row(get=None, post=served, **options)


def both(served: frozenset[str], **options: Any) -> Row:
    """An address that shows and receives."""
    return Row(get=served, post=served, **options)


def draft(objects: Objects) -> list[Any]:
    return [objects["draft"].reference]


def filed(objects: Objects) -> list[Any]:
    return [objects["filed"].reference]


def action(objects: Objects) -> list[Any]:
    return [objects["draft"].reference, objects["action"].pk]


def document(objects: Objects) -> list[Any]:
    return [objects["draft"].reference, objects["document"].pk]


def filing(objects: Objects) -> list[Any]:
    return [objects["filed"].reference, 1]


def call(*more: Any) -> Any:
    return lambda objects: [objects["call"].slug, *more]


def pk(name: str) -> Any:
    return lambda objects: [objects[name].pk]


PAGES = {
    "home": PUBLIC,
    "call": PUBLIC,
    "call_edition": both(EVERYONE, args=call()),
    "examples": PUBLIC,
    "example": both(EVERYONE, args=lambda o: ["psfp"]),
    "simulator": reads(EVERYONE),
    "guide": SHOWN,
    "guide_opinion": SHOWN,
    "guide_convention": SHOWN,
    "guide_committee": SHOWN,
    "guide_president": SHOWN,
    "desk": both(MEMBERS),
    "footer-sitemap": SHOWN,
    "footer-accessibility-status": SHOWN,
    "footer-legal-notice": SHOWN,
    "footer-personal-data": SHOWN,
    "footer-cookie-management": SHOWN,
}

DOSSIERS = {
    "applications:list": reads(MEMBERS),
    "applications:create": both(MEMBERS),
    "applications:filed": reads(AGENTS - {"nora"}, otherwise=FORBIDDEN),
    "applications:filed_export": reads(AGENTS - {"nora"}, otherwise=FORBIDDEN),
    "applications:section": both(TEAM, args=lambda o: [o["draft"].reference, "territoire"]),
    "applications:eligibility": reads(TEAM, args=draft),
    "applications:plan": reads(TEAM, args=draft),
    "applications:action_add": acts(TEAM, args=draft),
    "applications:action_examples": reads(TEAM, args=draft),
    "applications:action": both(TEAM, args=action),
    "applications:action_move": acts(TEAM, args=action),
    "applications:action_duplicate": acts(TEAM, args=action),
    "applications:action_remove": both(TEAM, args=action),
    "applications:budget": both(TEAM, args=draft),
    "applications:budget_fill": acts(TEAM, args=draft),
    "applications:documents": reads(TEAM, args=draft),
    "applications:document_add": acts(TEAM, args=draft),
    "applications:document": reads(TEAM, args=document),
    "applications:document_remove": both(TEAM, args=document),
    # What was filed is read by the team, its prefecture, the instructor and the president.
    "applications:recap": reads(TEAM | STATE_READERS, args=filed),
    "applications:journal": reads(TEAM, args=filed, but=dict.fromkeys(STATE_READERS, FORBIDDEN)),
    "applications:receipt": reads(TEAM | STATE_READERS, args=filing),
    "applications:renderings": reads(TEAM | STATE_READERS, args=filing),
    "applications:rendering": reads(TEAM | STATE_READERS, args=lambda o: [*filing(o), "receipt"]),
    # The representative alone files, takes back and withdraws (C-4.3a).
    "applications:file": Row(
        get=TEAM, post=frozenset({"bob"}), args=draft, but={"alice": FORBIDDEN}
    ),
    "applications:take_back": Row(
        get=TEAM, post=frozenset({"bob"}), args=filed, but={"alice": FORBIDDEN}
    ),
    "applications:withdraw": both(TEAM, args=filed),
    # Nothing is asked of this one: whoever writes it is led elsewhere.
    "applications:complete": both(TEAM, args=filed),
}

CALLS = {
    "applications:calls": both(NORA),
    "applications:call_edit": both(NORA, args=call()),
    "applications:call_preview": both(NORA, args=call()),
    "applications:call_publication": acts(NORA, args=call()),
    "applications:call_copy": both(NORA, args=call()),
    "applications:extensions": both(NORA, args=call()),
    "applications:extension_revoke": acts(NORA, args=lambda o: [o["call"].slug, o["extension"].pk]),
    "applications:call_settings": both(NORA, args=call("textes")),
    "applications:call_lines": both(NORA, args=call("axes")),
    "applications:call_examples": reads(NORA, args=call()),
    "applications:call_example_add": both(NORA, args=call()),
    "applications:call_example": both(NORA, args=call("psfp")),
    "reviews:criteria": both(NORA, args=call()),
    "conventions:articles": reads(NORA, args=call()),
    "conventions:article_add": both(NORA, args=call()),
    "conventions:article": both(NORA, args=call("objet")),
}

PEOPLE_AND_TEAMS = {
    "accounts:account": both(MEMBERS),
    "accounts:session_end": acts(frozenset(), args=lambda o: [999_999]),
    "accounts:demo_login": ABROAD,
    "accounts:people": reads(NORA),
    "accounts:person": both(NORA, args=pk("member")),
    "accounts:account_close": both(NORA, args=pk("member")),
    "accounts:account_reopen": acts(NORA, args=pk("closed")),
    "accounts:role_remove": both(NORA, args=pk("agent_role")),
    "accounts:journal": reads(NORA),
    "accounts:journal_verify": acts(NORA),
    "accounts:search": reads(MEMBERS),
    "accounts:join": both(MEMBERS),
    "accounts:team": reads(CARETAKERS, args=pk("commune")),
    "accounts:invite": both(CARETAKERS, args=pk("commune")),
    "accounts:pending": reads(PREFECTURE | {"gaston", "ines", "nora"}),
    "accounts:membership_validate": acts(CARETAKERS, args=pk("request")),
    "accounts:membership_refuse": both(CARETAKERS, args=pk("request")),
    "accounts:membership_remove": both(CARETAKERS, args=pk("colleague")),
    "accounts:membership_role": both(CARETAKERS, args=pk("colleague")),
    "accounts:invitation_resend": acts(CARETAKERS, args=pk("invitation")),
    "accounts:invitation_revoke": acts(CARETAKERS, args=pk("invitation")),
    "accounts:invitation": Row(
        get=EVERYONE,
        post=frozenset(),
        otherwise=FORBIDDEN,
        but={"nobody": LOGIN},
        args=lambda o: [o["token"]],
    ),
}

SHOWN_ONLY = {
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
}
# allauth's own pages: to everyone, or to whoever is logged in.
ENTRANCE = (
    {
        name: (reads if name in SHOWN_ONLY else both)(EVERYONE, args=args)
        for name, args in {
            "account_login": lambda o: [],
            "account_logout": lambda o: [],
            "account_signup": lambda o: [],
            "account_inactive": lambda o: [],
            "account_email_verification_sent": lambda o: [],
            "account_confirm_email": lambda o: ["cle"],
            "account_reset_password": lambda o: [],
            "account_reset_password_done": lambda o: [],
            "account_reset_password_from_key": lambda o: ["1", "cle"],
            "account_reset_password_from_key_done": lambda o: [],
        }.items()
    }
    | {
        name: both(MEMBERS)
        for name in (
            "account_reauthenticate",
            "account_email",
            "account_change_password",
            "account_set_password",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
        )
    }
    | {
        "mfa_index": reads(MEMBERS),
        "usersessions_list": both(MEMBERS),
        # Those who enrolled a second factor: here, the agents of the State. None has codes yet.
        "mfa_deactivate_totp": both(AGENTS),
        "mfa_view_recovery_codes": reads(frozenset()),
        "mfa_download_recovery_codes": reads(frozenset()),
    }
)

NOTIFICATIONS = {
    # The demonstration's mails do not exist elsewhere.
    "notifications:demo_mails": ABROAD,
    "notifications:demo_mail": ABROAD_ONE,
    "notifications:demo_mail_html": ABROAD_ONE,
    "notifications:mails": reads(NORA),
    "notifications:mail_retry": acts(NORA, args=pk("mail")),
    "notifications:mails_retry": acts(NORA),
    "notifications:events_retry": acts(NORA),
    "notifications:list": reads(MEMBERS),
    "notifications:mark_read": acts(MEMBERS),
    "notifications:preferences": both(MEMBERS),
    # From a mail, by its signed link: nobody else's opens anything.
    "notifications:unsubscribe": both(EVERYONE, args=lambda o: [o["unsubscribe"]]),
    # Monitors alone: from this machine, or with the token.
    "notifications:health": reads(EVERYONE),
}

GROUPS: dict[str, dict[str, Row]] = {
    "pages": PAGES,
    "dossiers": DOSSIERS,
    "calls": CALLS,
    "committee": COMMITTEE,
    "decisions": DECISIONS,
    "instruction": INSTRUCTION,
    "opinions": OPINIONS,
    "sessions": SESSIONS,
    "signatures": SIGNATURES,
    "talks": TALKS,
    "conventions": CONVENTION_TEXT,
    "people": PEOPLE_AND_TEAMS,
    "entrance": ENTRANCE,
    "notifications": NOTIFICATIONS,
}
ROWS: dict[str, Row] = {name: row for rows in GROUPS.values() for name, row in rows.items()}

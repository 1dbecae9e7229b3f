"""The rows of the table of notices that speak of conventions (C-5f, C-5g)."""

from notifications import convention_notices as conventions
from notifications import pen_notices as pen
from notifications import signature_notices as signatures
from notifications.rule import Rule, Topic

PARTY = "vous préparez cette convention avec les deux autres parties"
SIGNS = "vous signez les conventions de votre organisation"

CONVENTIONS: tuple[Rule, ...] = (
    Rule(
        "act.circulate",
        "convention-circulated",
        conventions.the_others,
        conventions.circulated,
        PARTY,
    ),
    Rule("act.hand_over", "pen-handed", pen.who_gets_the_pen, pen.pen_handed, PARTY),
    Rule("act.hand_over", "pen-taken", pen.who_loses_the_pen, pen.pen_taken, PARTY),
    Rule(
        "act.comment",
        "text-commented",
        conventions.who_answers,
        conventions.remarked,
        PARTY,
        Topic.CONVENTIONS,
    ),
    Rule(
        "remark.accept",
        "remark-answered",
        conventions.who_remarked,
        conventions.answered,
        PARTY,
        Topic.CONVENTIONS,
    ),
    Rule(
        "remark.refuse",
        "remark-answered",
        conventions.who_remarked,
        conventions.answered,
        PARTY,
        Topic.CONVENTIONS,
    ),
    Rule("act.agree", "text-agreed", conventions.when_all_agree, conventions.all_agreed, PARTY),
    Rule("act.recall", "text-reopened", conventions.all_parties, conventions.reopened, PARTY),
    Rule(
        "act.abandon", "text-abandoned", conventions.of_an_amendment, conventions.abandoned, PARTY
    ),
    Rule(
        "convention.cancel",
        "convention-ended",
        conventions.parties_of_the_convention,
        conventions.ended,
        PARTY,
    ),
    Rule(
        "convention.terminate",
        "convention-ended",
        conventions.parties_of_the_convention,
        conventions.ended,
        PARTY,
    ),
    Rule(
        "act.signature_reminder",
        "signature-due",
        conventions.on_whose_desk,
        conventions.to_sign_soon,
        PARTY,
        Topic.DEADLINES,
    ),
    # --- Signature
    Rule("act.issue", "signature-your-turn", signatures.whose_turn, signatures.your_turn, SIGNS),
    Rule(
        "act.issue",
        "text-issued",
        signatures.who_follows,
        signatures.issued,
        PARTY,
        Topic.CONVENTIONS,
    ),
    Rule("act.sign", "signature-your-turn", signatures.whose_turn, signatures.your_turn, SIGNS),
    Rule(
        "act.sign",
        "text-signed",
        signatures.who_follows,
        signatures.signed,
        PARTY,
        Topic.CONVENTIONS,
    ),
    Rule("act.complete", "text-all-signed", signatures.all_concerned, signatures.all_signed, PARTY),
    Rule(
        "act.declare_paper",
        "paper-to-certify",
        signatures.who_certifies,
        signatures.to_certify,
        PARTY,
    ),
    Rule(
        "act.refuse_paper", "paper-sent-back", signatures.who_declared, signatures.sent_back, PARTY
    ),
)

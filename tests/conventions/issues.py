"""Conventions at the signature: issued, sealed, with everybody's mandate."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Organisation, User
from applications.models.document import ScanStatus
from conventions import mandates
from conventions.enums import ActStatus, MandateKind, Party
from conventions.models import (
    Act,
    Convention,
    Issue,
    Mandate,
    MandateFile,
    PaperCopy,
    ScanPile,
    Version,
)
from conventions.parties import organisation_of
from conventions.signing import circuit, paper, portal
from conventions.signing.issuing import publish
from conventions.signing.marks import mark_of
from conventions.signing.portal import Consent
from limits_portal.pdf import Document
from limits_portal.printouts import Workshop
from tests.conventions import documents
from tests.conventions.talks import ARTICLES, VISAS, make_award, state_of
from tests.factories import make_application, make_call

ORDER = [Party.HOLDER, Party.PREFECTURE, Party.MILDECA]


def _workshop(content: bytes | None) -> Workshop:
    """Draws what each issue of a test says, with its mark, or this very document."""

    def draw(issue: Issue) -> Document:
        # Sealed once for all: the same words and the same mark give the same file.
        said = content or documents.sealed(
            f"{Issue.objects.count()}80 000 €", mark_of(issue, 1).code
        )
        Issue.objects.filter(pk=issue.pk).update(pages=1)
        return Document(said, 1, {})

    return Workshop(
        rows=Issue.objects.all, draw=draw, folder="conventions/editions", version="essai"
    )


def make_act(*, ines: User, alice: User, holder: Organisation, **fields: Any) -> Act:
    """A convention whose text is agreed and about to be issued."""
    application = make_application(
        holder=holder, by=alice, call=fields.pop("call", None) or make_call()
    )
    award = make_award(application)
    convention = Convention.objects.create(
        application=application,
        award=award,
        reference=f"{application.reference}-C",
        agreed_amount=award.amount,
        yearly_amounts=award.yearly_amounts,
        circulated_at=timezone.now(),
    )
    act = Act.objects.create(
        convention=convention, status=ActStatus.ISSUING, circulated_at=timezone.now()
    )
    Version.objects.create(
        act=act,
        number=1,
        state=state_of(),
        visas=VISAS,
        articles=ARTICLES,
        party="mildeca",
        made_by=ines,
    )
    return act


def make_drawn(
    act: Act, *, ines: User, order: list[Party] | None = None, content: bytes | None = None
) -> Issue:
    """The document of an act, drawn and sealed, not yet open; `content`: already sealed."""
    issue = Issue.objects.create(
        act=act,
        version=act.versions.latest("number"),
        number=act.issues.count() + 1,
        order=order or ORDER,
        issued_at=timezone.now(),
        issued_by=ines,
    )
    _workshop(content).make_due()
    issue.refresh_from_db()
    return issue


def make_issue(
    act: Act, *, ines: User, order: list[Party] | None = None, content: bytes | None = None
) -> Issue:
    """The document of an act, drawn, sealed and open to signature; `content`: already sealed."""
    issue = make_drawn(act, ines=ines, order=order, content=content)
    assert publish(issue)
    return Issue.objects.select_related("act__convention__application__holder").get(pk=issue.pk)


def make_mandate(person: User, organisation: Organisation, by: User, **fields: Any) -> Mandate:
    """A mandate by function, for the years around, unless told otherwise."""
    today = mandates.today()
    values = {
        "kind": MandateKind.OFFICE,
        "function": person.job_title or "Représentant",
        "basis": "Procès-verbal d’installation",
        "basis_on": date(2020, 7, 4),
        "starts_on": today - timedelta(days=365),
        "ends_on": today + timedelta(days=365),
    }
    return mandates.record_mandate(organisation, person=person, by=by, **(values | fields))


def consent_to(issue: Issue, party: Party, by: User) -> Consent:
    """What a signatory does who has just read the document as it stands."""
    organisation = organisation_of(issue.act.convention, party)
    mandate = mandate_of(by, organisation)
    return Consent(
        sha256=issue.revisions.latest("number").sha256,
        sentence=portal.consent_text(organisation, mandate) if mandate else "",
        mandate=mandate.pk if mandate else 0,
        second_factor="totp",
        proven_at=timezone.now().isoformat(),
        browser="essai",
    )


def sign(issue: Issue, party: Party, by: User) -> Any:
    """Sign in the portal, the document being read as it stands."""
    return portal.sign(issue, party=party, by=by, consent=consent_to(issue, party, by))


def sign_all(issue: Issue, signatories: dict[str, User]) -> None:
    """Have the three parties sign in the portal."""
    for party in Party:
        sign(issue, party, signatories[party])


def content_of(issue: Issue) -> bytes:
    """The document as it stands."""
    return circuit.bytes_of(issue.revisions.latest("number"))


def brought(addresses: list[str], by: User) -> ScanPile:
    """A pile of pages that bear these addresses, sorted."""
    upload = SimpleUploadedFile("pile.pdf", documents.scanned(addresses))
    pile = paper.bring(upload, by=by)
    assert paper.sort_due() == 1
    return ScanPile.objects.get(pk=pile.pk)


def addresses_of(issue: Issue, *pages: int) -> list[str]:
    """What the codes of some pages of an issue say."""
    return [mark_of(issue, page).address for page in pages]


def copy_of(issue: Issue, by: User) -> PaperCopy:
    """The copy of a document of one page, found in a pile."""
    return brought(addresses_of(issue, 1), by=by).copies.get()


def mandate_of(person: User, organisation: Organisation) -> Mandate | None:
    """The mandate under which a person signs today."""
    return mandates.of_person(person, organisation, mandates.today())


def signing_world(*, ines: User, alice: User, bob: User, holder: Organisation) -> dict[str, Any]:
    """For the access matrix: a convention at the signature, a mandate, a scanned copy."""
    issue = make_issue(make_act(ines=ines, alice=alice, holder=holder), ines=ines)
    mandate = make_mandate(bob, holder, by=bob)
    columns = {"size": 3, "content_type": "application/pdf", "sha256": sha256(b"%PDF").hexdigest()}
    MandateFile.objects.create(
        mandate=mandate,
        name="acte.pdf",
        file=default_storage.save("acte.pdf", ContentFile(b"%PDF")),
        scan_status=ScanStatus.CLEAN,
        uploaded_by=bob,
        **columns,
    )
    pile = ScanPile.objects.create(
        name="pile.pdf",
        file="pile.pdf",
        scan_status=ScanStatus.CLEAN,
        uploaded_by=ines,
        sorting=ScanPile.Sorting.DONE,
        **columns,
    )
    copy = PaperCopy.objects.create(
        pile=pile,
        issue=issue,
        sheets=[0],
        file=default_storage.save("copie.pdf", ContentFile(b"%PDF")),
        sha256=columns["sha256"],
    )
    return {"issued": issue, "mandate": mandate, "scan": pile, "paper_copy": copy}

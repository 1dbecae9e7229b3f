"""The mayor reads, signs and files; what the pages say agrees with what the database keeps."""

import hashlib
import json
from typing import Any

from playwright.sync_api import Page, expect

from applications.models import Application, Snapshot
from tests.browser.applicant import Look
from tests.browser.writing import Pen


def read_and_file(page: Page, look: Look) -> None:
    """From the desk to the receipt, pressing what the pages put first."""
    pen = Pen(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")
    expect(page.get_by_text("vous pouvez déposer le dossier")).to_be_visible()
    look(page)
    pen.follow("Relire et déposer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Déposer le dossier")
    expect(page.get_by_text("aucun point bloquant")).to_be_visible()
    look(page)
    sign(page)


def sign(page: Page) -> None:
    """Tick, file, and land on the receipt."""
    pen = Pen(page)
    expect(page.get_by_label("Vos prénom et nom")).to_have_value("Bob Essai")
    pen.answer(("text", "Votre qualité", "Maire de Loos"), ("tick", "J’ai relu le dossier"))
    pen.press("Déposer le dossier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accusé de réception")


def check_receipt(page: Page, application: Application, number: int) -> Snapshot:
    """The receipt shows the number, the hash and the amount of this very filing."""
    snapshot = application.snapshots.get(number=number)
    content: dict[str, Any] = json.loads(snapshot.canonical)
    expect(page.locator(".receipt-number")).to_have_text(snapshot.receipt_number)
    expect(page.locator(".receipt-hash").first).to_have_text(snapshot.sha256)
    assert hashlib.sha256(snapshot.canonical.encode()).hexdigest() == snapshot.sha256
    assert page.url.endswith(f"/dossiers/{application.reference}/depots/{number}/")
    assert snapshot.signatory_name == "Bob Essai"
    assert snapshot.signatory_role == "Maire de Loos"
    assert content["reference"] == application.reference
    application.refresh_from_db()
    assert application.status == "submitted"
    return snapshot

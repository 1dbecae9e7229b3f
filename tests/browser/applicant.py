"""Somebody who writes a whole dossier, section after section, as the pages offer it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import answers
from tests.browser.writing import Pen

# Looks at the page shown and judges it.
Look = Callable[[Page], None]

NEXT = "Enregistrer et continuer"


class Applicant:
    """Fills the nine sections; `look` is called on each page, when it is as it will be left."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.pen = Pen(page)
        self.look = look

    def done(self, button: str = NEXT) -> None:
        """Look at the page, then save it and go on."""
        self.look(self.page)
        with self.page.expect_navigation():
            self.pen.press(button)

    def at(self, step: str) -> None:
        """Check that this section is the page's."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(step)

    def who_and_where(self) -> None:
        """Sections 1 and 2."""
        self.at("Porteur")
        self.pen.answer(*answers.IDENTITY)
        self.done()
        self.at("Territoire et public")
        self.pen.answer(*answers.TERRITORY)
        self.pen.answer(*answers.PUBLIC, legend="Public n° 1")
        self.done()

    def project(self) -> None:
        """Section 3."""
        self.at("Objectifs")
        self.pen.answer(*answers.PROJECT)
        for title in answers.OBJECTIVES:
            self.pen.answer(*answers.OBJECTIVE, legend=title)
        self.done()

    def plan(self) -> None:
        """Section 4: an action a axis, each started from an example of the call."""
        for rank in range(len(answers.PLAN)):
            self.action(rank)
        self.look(self.page)
        self.pen.follow("Continuer")

    def action(self, rank: int) -> None:
        """One action, from its example to the plan."""
        title, cost, requested = answers.PLAN[rank]
        self.at("Actions")
        self.page.get_by_role("link", name=f"de l'axe {rank + 1}").click()
        self.look(self.page)
        self.pen.press(f"Partir de cet exemple : {title}")
        expect(self.page.get_by_role("heading", level=2, name=title)).to_be_visible()
        self.pen.answer(*answers.ACTION)
        self.pen.answer(*answers.amounts("Coût complet", cost))
        self.pen.answer(*answers.amounts("Part demandée à la MILDECA", requested))
        if rank == 1:
            self.indicators()
        self.done()

    def indicators(self) -> None:
        """One counted, one told, each with a target a year, after those of the example."""
        lines = self.page.locator("#id_indicators [data-row]")
        for answer in (
            answers.indicator("Familles accompagnées", "Quantitatif", "familles", "10"),
            answers.indicator("Climat familial", "Qualitatif", "entretiens", "apaisé"),
        ):
            rank = lines.count() + 1
            self.pen.press("Ajouter un indicateur")
            expect(lines).to_have_count(rank)
            self.pen.answer(*answer, legend=f"Indicateur n° {rank}")

    def partners_and_team(self) -> None:
        """Sections 5 and 6."""
        self.at("Partenaires et gouvernance")
        self.pen.answer(*answers.PARTNERSHIP)
        for rank, (category, name) in enumerate(answers.PARTNERS, start=1):
            if rank > 1:
                self.pen.press("Ajouter un partenaire")
            self.pen.answer(*answers.partner(category, name), legend=f"Partenaire n° {rank}")
        self.done()
        self.at("Moyens humains")
        self.pen.answer(*answers.TEAM)
        self.pen.answer(*answers.POST, legend="Poste n° 1")
        self.done()

    def budget(self) -> None:
        """Section 7: expenses brought from the plan, the town's own money in the grid."""
        self.at("Budget")
        self.pen.press("Reporter depuis les actions")
        expect(self.page.get_by_text("Choisissez le compte de 4 charges")).to_be_visible()
        for rank in range(1, 5):
            self.pen.answer(answers.OWN_STAFF, legend=f"Charge n° {rank}")
        self.pen.answer(*answers.RESOURCE, legend="Ressource n° 1")
        self.pen.answer(*answers.amounts("Montant en euros", "20 700"), legend="Ressource n° 1")
        self.pen.answer(answers.DECLARATION)
        self.done()

    def papers(self, *files: Path) -> None:
        """Section 8."""
        self.at("Pièces jointes")
        self.look(self.page)
        self.pen.attach(*files, category="Relevé d'identité bancaire (RIB) (obligatoire)")
        expect(self.page.get_by_text("1 pièce jointe.")).to_be_visible()
        self.look(self.page)
        self.pen.follow("Continuer")

    def commitments(self) -> None:
        """Section 9: every commitment read and ticked, and the account to pay."""
        self.at("Engagements et dépôt")
        for box in self.page.locator("input[name=commitments]").all():
            self.pen.tick(box)
        self.pen.answer(*answers.ACCOUNT)
        self.done("Enregistrer et relire le dossier")

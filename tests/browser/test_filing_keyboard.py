"""From a dossier almost ready to its receipt, with the keys alone: no click, no fill, no mouse."""

from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from applications.models import Section
from tests.browser.dossiers import ready
from tests.browser.writing import named


class Keys:
    """Hands on a keyboard: reaches a control with Tab, and types."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keyboard = page.keyboard

    def reach(self, control: Locator, *, key: str = "Tab", most: int = 250) -> Locator:
        """Press Tab until this control has the focus; the focus must show."""
        expect(control).to_have_count(1)
        for _ in range(most):
            if control.evaluate("node => node === document.activeElement"):
                assert self.ring(), "the focus does not show"
                return control
            self.keyboard.press(key)
        raise AssertionError(f"{control} is not reached in {most} keys")

    def ring(self) -> bool:
        """Whether what has the focus, or its drawn box, has an outline."""
        return bool(
            self.page.evaluate(
                """() => {
                  const node = document.activeElement;
                  const label = node.labels?.[0];
                  const shown = (element, pseudo) => {
                    const style = getComputedStyle(element, pseudo);
                    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                  };
                  return shown(node) || (label && (shown(label) || shown(label, "::before")));
                }"""
            )
        )

    def write(self, control: Locator, text: str) -> None:
        """Replace what the field holds."""
        self.reach(control)
        self.keyboard.press("Control+A")
        self.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        """Tick with the space bar."""
        self.reach(box)
        self.keyboard.press("Space")
        expect(box).to_be_checked()

    def press(self, role: str, name: str) -> None:
        """Reach a button or a link of the content, and press it."""
        place = self.page.locator("main")
        self.reach(place.get_by_role(role, name=name, exact=True).first)
        self.keyboard.press("Enter")


def stored(dossier, key: str) -> dict:
    """What the database holds of a section."""
    return Section.objects.get(application=dossier, key=key).content


def test_a_section_is_written_then_a_line_added_and_removed(
    page: Page, live_server, commune_a, alice, log_in, console
):
    dossier = ready(commune_a, by=alice)
    keys = Keys(page)
    log_in(alice)
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/territoire/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Contenu")).to_be_focused()
    page.keyboard.press("Enter")

    # A list of choices answers to its arrows and first letters, radio buttons to the arrows.
    keys.reach(page.get_by_label("Périmètre du projet"))
    page.keyboard.type("Pl")
    keys.write(page.get_by_label("Nom du territoire visé"), "Les Oliveaux et le Clos Fleuri")
    group = page.get_by_role("radiogroup", name=named("Ce territoire comprend-il"))
    keys.reach(group.get_by_label("Non", exact=True))
    page.keyboard.press("ArrowUp")
    expect(group.get_by_label("Oui", exact=True)).to_be_checked()
    keys.write(page.get_by_label("Si oui, nom du ou des QPV"), "Les Oliveaux")

    keys.press("button", "Ajouter un public")
    second = page.get_by_role("group", name="Public n° 2")
    expect(second.get_by_label("Public", exact=True)).to_be_focused()
    page.keyboard.type("Par")
    keys.write(second.get_by_label("Nombre de personnes"), "60")
    keys.press("button", "Supprimer public n° 1")
    expect(page.get_by_role("button", name="Annuler")).to_be_focused()
    keys.press("button", "Enregistrer et continuer")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Objectifs")

    kept = stored(dossier, "territoire")
    assert (kept["scale"], kept["name"], kept["is_qpv"], kept["qpv_names"]) == (
        "quarters",
        "Les Oliveaux et le Clos Fleuri",
        True,
        "Les Oliveaux",
    )
    assert [(line["kind"], line["headcount"]) for line in kept["publics"]] == [("parents", 60)]


def test_an_action_the_grid_the_commitments_and_the_filing(
    page: Page, live_server, commune_a, alice, bob, log_in, console
):
    dossier = ready(commune_a, by=alice)
    Section.objects.filter(application=dossier, key="engagements").update(content={})
    keys = Keys(page)
    log_in(bob)
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/actions/")
    keys.press("link", "Modifier « Action 2 »")
    keys.write(page.get_by_label(named("Intitulé de l'action")), "Théâtre forum")
    keys.press("button", "Enregistrer et continuer")
    expect(page.get_by_role("link", name="Théâtre forum", exact=True)).to_be_visible()

    # From a cell of the grid to the next, with the arrows; 5 000 € more paid, and received.
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/budget/")
    keys.reach(page.get_by_role("group", name="Charge n° 1").get_by_label("année 1"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name="Charge n° 2").get_by_label("année 1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    cell = page.get_by_role("group", name="Charge n° 2").get_by_label("année 2")
    expect(cell).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("20 000")
    expect(page.locator("[data-sum=verdict]")).to_have_text(
        "il manque 5 000 € de ressources en année 2"
    )
    keys.write(page.get_by_role("group", name="Ressource n° 1").get_by_label("année 2"), "15 000")
    expect(page.locator("[data-sum=verdict]")).to_have_text("équilibré")
    keys.press("button", "Enregistrer et continuer")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pièces jointes")
    dossier.refresh_from_db()
    assert dossier.total_cost == Decimal("125000.00")

    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/engagements/")
    for box in page.locator("input[name=commitments]").all():
        keys.tick(box)
    keys.write(page.get_by_label("Titulaire du compte"), "SGC de Lille")
    keys.write(page.get_by_label("IBAN"), "FR76 3000 1007 9412 3456 7890 185")
    keys.write(page.get_by_label("BIC"), "BDFEFRPPCCT")
    keys.write(page.get_by_label("Fait à"), "Loos")
    page.keyboard.press("Enter")  # a field's Enter saves
    expect(page.get_by_text("Cette section est complète.")).to_be_visible()
    keys.press("button", "Enregistrer et relire le dossier")

    keys.press("link", "Aller au dépôt")
    keys.press("link", "Aller à la signature")
    keys.write(page.get_by_label("Votre qualité"), "Maire de Loos")
    keys.tick(page.get_by_label("J’ai relu le dossier"))
    keys.press("button", "Déposer le dossier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accusé de réception")
    snapshot = dossier.snapshots.get()
    expect(page.locator(".receipt-number")).to_have_text(snapshot.receipt_number)
    assert snapshot.filed_by == bob

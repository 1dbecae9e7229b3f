"""Fills the portal's forms as a person reads them: by label, within a legend, with a mouse."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# One thing to fill: how (text, choice, yes, no, tick), the label, what to write.
Answer = tuple[str, ...]


def named(label: str) -> re.Pattern[str]:
    """A name that begins with this label, whatever spaces print it: the help follows it."""
    return re.compile(r"^\s*" + r"\s".join(map(re.escape, label.split())))


class Pen:
    """Writes with fills and clicks; works with and without scripts."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def within(self, legend: str) -> Locator:
        """The line or group of this legend."""
        return self.page.get_by_role("group", name=named(legend))

    def answer(self, *answers: Answer, legend: str = "") -> None:
        """Fill these fields, all of the page or those of one line."""
        place = self.within(legend) if legend else self.page.locator("main")
        for how, label, *value in answers:
            self.fill(place, how, label, value[0] if value else "")

    def fill(self, place: Locator, how: str, label: str, value: str) -> None:
        """Fill one field."""
        if how in ("yes", "no"):
            group = place.get_by_role("radiogroup", name=named(label))
            self.tick(group.get_by_label("Oui" if how == "yes" else "Non", exact=True))
            return
        field = place.get_by_label(named(label))
        if how == "choice":
            field.select_option(label=value)
        elif how == "tick":
            self.tick(field)
        else:
            field.fill(value)

    def tick(self, box: Locator) -> None:
        """Tick by its label, as one does: the design system draws the box there."""
        box.locator("xpath=following-sibling::label").click()
        expect(box).to_be_checked()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the first link of this name in the page's content."""
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def attach(self, *files: Path, category: str) -> None:
        """Choose files and join them."""
        self.page.get_by_label("Catégorie").select_option(label=category)
        self.page.get_by_label(named("Fichiers")).set_input_files(list(files))
        self.press("Joindre")

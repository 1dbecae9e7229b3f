"""A new applicant, from the sign-up to the receipt, as a browser without scripts sends it.

What is typed was read once from the forms of the model draft; what belongs to the applicant
(SIRET, commune, identifiers of the actions) is put in its place.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.workflow import MEMBERSHIP
from applications.enums import SectionKey
from bench.browser import Answer, Browser, Pairs, Unexpected, form_with
from bench.copies import PASSWORD, siret_of
from notifications.models import Email

SIMPLE = (
    SectionKey.IDENTITY,
    SectionKey.TERRITORY,
    SectionKey.PROJECT,
    SectionKey.PARTNERSHIP,
    SectionKey.TEAM,
)
OWN = {"version", "base", "opened"}


@dataclass(frozen=True)
class Typed:
    """What an applicant types: a form for each section and for each action."""

    sections: dict[str, Pairs]
    actions: list[tuple[int, Pairs]]  # identifier in the model, form

    @classmethod
    def of(cls, browser: Browser, reference: str, actions: list[int]) -> "Typed":
        """Read the forms of a draft."""
        keys = [*SIMPLE, SectionKey.BUDGET, SectionKey.COMMITMENTS]
        return cls(
            {key: _form(browser.get(section(reference, key))) for key in keys},
            [
                (pk, _form(browser.get(reverse("applications:action", args=[reference, pk]))))
                for pk in actions
            ],
        )


def _form(page: Answer) -> Pairs:
    return [pair for pair in form_with(page.text, "version") if pair[0] not in OWN]


def section(reference: str, key: str) -> str:
    """Address of a section."""
    return reverse("applications:section", args=[reference, str(key)])


def hidden(page: Answer, name: str) -> str:
    """Value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    if found is None:
        raise Unexpected(f"{page.path} : pas de champ « {name} »")
    return found[1].replace("&quot;", '"')


@dataclass
class Applicant:
    """One new applicant."""

    browser: Browser
    email: str
    holder: Organisation
    typed: Typed
    documents: list[str]  # categories of the files to join
    file: bytes
    validator: User  # who validates the link to the collectivité
    reference: str = ""
    stages: dict[str, tuple[int, int]] = field(default_factory=dict)  # name: answers from, to

    def apply(self) -> str:
        """Do everything; returns the number of the receipt."""
        with self._stage("Compte"):
            self.sign_up()
        with self._stage("Rattachement"):
            self.join()
        with self._stage("Ouverture"):
            self.open()
        with self._stage("Sections"):
            self.fill(SIMPLE)
        with self._stage("Actions"):
            numbers = self.write_actions()
        with self._stage("Budget et engagements"):
            self.fill((SectionKey.BUDGET, SectionKey.COMMITMENTS), numbers)
        with self._stage("Pièces"):
            self.join_files()
        with self._stage("Dépôt"):
            return self.submit()

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        answers = self.browser.answers
        start = len(answers) if answers is not None else 0
        yield
        self.stages[name] = (start, len(answers) if answers is not None else 0)

    def sign_up(self) -> None:
        """Create an account and follow the link of the mail."""
        browser = self.browser
        browser.get(reverse("account_signup"))
        sent = browser.post(
            reverse("account_signup"),
            [
                ("first_name", "Camille"),
                ("last_name", "Mesure"),
                ("job_title", "Maire"),
                ("email", self.email),
                ("password1", PASSWORD),
                ("password2", PASSWORD),
            ],
        )
        browser.get(sent.location)
        mail = Email.objects.filter(to=self.email).latest("id")
        link = re.search(r"(/compte/adresse/confirmer/[-:\w]+/)", mail.text_body)
        if link is None:
            raise Unexpected("pas de lien dans le courriel de vérification")
        browser.get(link[1])
        browser.post(link[1], [])

    def join(self) -> None:
        """Ask to represent the commune; the prefecture says yes (not this person's request)."""
        browser = self.browser
        browser.get(f"{reverse('accounts:search')}?q={self.holder.code}")
        address = f"{reverse('accounts:join')}?organisation={self.holder.pk}"
        browser.get(address)
        done = browser.post(address, [("job_title", "Maire"), ("role", Role.REPRESENTATIVE)])
        browser.get(done.location)
        link = Membership.objects.get(organisation=self.holder, user__email=self.email)
        MEMBERSHIP.perform(link, "validate", by=self.validator)

    def open(self) -> None:
        """Open the dossier; the answer leads to its first section."""
        address = reverse("applications:create")
        page = self.browser.get(address)
        opened = self.browser.post(address, form_with(page.text, "holder"))
        self.reference = opened.location.split("/")[2]

    def fill(self, keys: tuple[SectionKey, ...], numbers: dict[str, str] | None = None) -> None:
        """Show and save each of these sections."""
        for key in keys:
            address = section(self.reference, key)
            page = self.browser.get(address)
            typed = self.typed.sections[key]
            if key == SectionKey.IDENTITY:
                typed = self._identity(typed)
            if numbers:
                typed = [
                    (name, numbers.get(value, value) if name.endswith("-action") else value)
                    for name, value in typed
                ]
            self._save(address, page, typed)

    def _identity(self, typed: Pairs) -> Pairs:
        own = {
            "siret": siret_of(self.holder.siren),
            "departement": self.holder.departement_id or "",
            "city": self.holder.name,
            "postcode": self.holder.postcodes[0] if self.holder.postcodes else "75001",
        }
        return [(name, own.get(name, value)) for name, value in typed]

    def _save(self, address: str, page: Answer, typed: Pairs) -> None:
        kept = [(name, hidden(page, name)) for name in ("version", "base")]
        self.browser.post(address, [*typed, *kept, ("go", "next")])

    def write_actions(self) -> dict[str, str]:
        """Add and write each action; returns the model's identifiers with the new ones."""
        numbers = {}
        self.browser.get(section(self.reference, SectionKey.ACTIONS))
        for number, typed in self.typed.actions:
            axis = next(value for name, value in typed if name == "axis")
            add = reverse("applications:action_add", args=[self.reference])
            added = self.browser.post(add, [("axis", axis)])
            page = self.browser.get(added.location)
            self._save(added.location, page, typed)
            numbers[str(number)] = added.location.rstrip("/").rpartition("/")[2]
        return numbers

    def join_files(self) -> None:
        """Join a file of each category that the call asks for."""
        address = reverse("applications:document_add", args=[self.reference])
        self.browser.get(section(self.reference, SectionKey.DOCUMENTS))
        for category in self.documents:
            self.browser.upload(
                address, [("category", category)], "files", (f"{category}.pdf", self.file)
            )

    def submit(self) -> str:
        """Read, sign, file, read the receipt."""
        return file_dossier(self.browser, self.reference)


def file_dossier(browser: Browser, reference: str) -> str:
    """Read the dossier, sign it, file it, read the receipt; returns the receipt's number."""
    address = reverse("applications:file", args=[reference])
    read_as = hidden(browser.get(address), "read_as")
    signed = [
        ("read_as", read_as),
        ("signatory_name", "Camille Mesure"),
        ("signatory_role", "Maire"),
    ]
    filed = browser.post(address, [*signed, ("is_confirmed", "on")])
    browser.get(filed.location)
    return f"AR-{reference}-{filed.location.rstrip('/').rpartition('/')[2]}"

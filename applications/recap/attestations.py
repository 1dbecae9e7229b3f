"""Frame 7 of the Cerfa: commitments, bank account, files joined (C-4.4, C-4.1j)."""

from applications.call_content import CallContent
from applications.content import Attachment, Dossier
from applications.enums import SectionKey
from applications.models.document import ScanStatus
from applications.recap.blocks import (
    Block,
    Check,
    Checks,
    Fields,
    Frame,
    Group,
    Note,
    Row,
    Table,
    choice,
    field,
)
from limits_portal import french


def frame(dossier: Dossier, texts: CallContent) -> Frame:
    """Return frame 7, then the files joined."""
    section = str(SectionKey.COMMITMENTS)
    asked = sum(dossier.budget.requested)
    given = dossier.commitments
    return Frame(
        "7",
        "Attestations",
        (
            Group(
                "7.1",
                "Engagements du signataire",
                section,
                (
                    Checks(
                        tuple(
                            Check(text, code in given.commitments)
                            for code, text in dossier.terms.commitments
                        )
                    ),
                ),
            ),
            Group(
                "7.2",
                "Subvention demandée et compte bancaire",
                section,
                (
                    Fields(
                        (
                            field(
                                "Subvention demandée",
                                french.euros(asked) if asked else "",
                            ),
                            field("Titulaire du compte", given.account_holder),
                            field("IBAN", _iban(given.iban)),
                            field("BIC", given.bic),
                            field("Fait à", given.signed_at_place),
                        )
                    ),
                ),
            ),
            Group(
                "7.3",
                "Pièces jointes",
                str(SectionKey.DOCUMENTS),
                (_files(dossier, texts),),
            ),
        ),
    )


def _iban(iban: str) -> str:
    """« FR76 3000 1007 … » by groups of four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def _files(dossier: Dossier, texts: CallContent) -> Block:
    if not dossier.documents:
        return Note("Aucune pièce n’est jointe.")
    return files_table(dossier.documents, texts)


def files_table(files: list[Attachment], texts: CallContent) -> Table:
    """Return the list of files with their sizes and SHA-256 (facts §5.2)."""
    categories = [(c.code, c.title) for c in texts.document_categories]
    rows = tuple(
        Row(
            (
                file.name,
                choice(file.category, categories),
                french.file_size(file.size),
                choice(file.scan, ScanStatus.choices),
                file.sha256,
            )
        )
        for file in files
    )
    headings = ("Fichier", "Catégorie", "Taille", "Antivirus", "Empreinte SHA-256")
    return Table("Pièces jointes", headings, rows)

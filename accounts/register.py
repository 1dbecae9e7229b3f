"""The national register: reading the file of accounts/data/ and loading it.

The file is prepared by scripts/build_register.py; its README says where it comes from.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.enums import OrganisationKind
from accounts.models import Departement, Organisation, Region, RegisterLoad
from accounts.search import search_text

DEFAULT_FILE = Path(__file__).resolve().parent / "data" / "register-2026.json.gz"
# Part of what is remembered of a load: to be raised when the rows made of a same file change.
FORMAT = "1"

# INSEE's « type de nom en clair »: how a name follows « de ».
OF = {0: "de ", 1: "d'", 2: "du ", 3: "de la ", 4: "des ", 5: "de l'"}
# Where the State's own usage is « de », not the source's article (« préfecture de Vaucluse »).
WITHOUT_ARTICLE = frozenset({"2A", "41", "47", "82", "84"})
TIME_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}
# First names of the prefectures that are not « Préfecture » and the département's name.
PREFECTURE_NAMES = {"75": "Préfecture de la région d'Île-de-France, préfecture de Paris"}
LEGAL_FORMS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Collectivité à statut particulier",
}
MILDECA = "mildeca"


@dataclass(frozen=True)
class Register:
    """Content of the file: plain rows, as scripts/build_register.py orders them."""

    edition: int
    source: str
    regions: list[list[Any]]
    departements: list[list[Any]]
    epcis: list[list[Any]]
    communes: list[list[Any]]


class Row(NamedTuple):
    """An organisation about to be loaded; `epci` is the SIREN of a commune's EPCI."""

    kind: str
    name: str
    code: str
    siren: str = ""
    legal_form: str = ""
    departement_id: str | None = None
    departement_codes: tuple[str, ...] = ()
    epci: str | None = None
    population: int = 0
    postcodes: tuple[str, ...] = ()
    search_text: str = ""


def read(path: Path = DEFAULT_FILE) -> Register:
    """Read a register file. Raises OSError or ValueError when it is not one."""
    content = json.loads(gzip.decompress(path.read_bytes()))
    return Register(**{name: content[name] for name in Register.__dataclass_fields__})


def of_name(code: str, name: str, liaison: int) -> str:
    """« du Nord », « d'Ille-et-Vilaine », « de La Réunion », from INSEE's type of name."""
    return OF[0 if code in WITHOUT_ARTICLE else liaison] + name


def full_name(name: str, legal_form: str) -> str:
    """Name of an EPCI without abbreviation: « CC du Perche » is « Communauté de communes … »."""
    name = " ".join(name.replace("''", '"').split())
    short, _, rest = name.partition(" ")
    return f"{LEGAL_FORMS[short]} {rest}" if short in {"CC", "CA", "CU"} else name


def organisations(register: Register) -> Iterator[Row]:
    """MILDECA, the prefectures, the EPCI, then the communes of a register."""
    yield Row(OrganisationKind.MILDECA, "MILDECA", MILDECA)
    for code, name, _, liaison in register.departements:
        of = of_name(code, name, liaison)
        yield Row(
            kind=OrganisationKind.PREFECTURE,
            name=PREFECTURE_NAMES.get(code, f"Préfecture {of}"),
            code=code,
            departement_id=code,
            departement_codes=(code,),
        )
    for siren, name, form, population, departements in register.epcis:
        yield Row(
            kind=OrganisationKind.EPCI,
            name=full_name(name, form),
            code=siren,
            siren=siren,
            legal_form=LEGAL_FORMS[form],
            departement_id=departements[0],
            departement_codes=tuple(departements),
            population=population,
            search_text=search_text(full_name(name, form), siren, name),
        )
    for code, name, siren, departement, epci, population, postcodes in register.communes:
        yield Row(
            kind=OrganisationKind.COMMUNE,
            name=name,
            code=code,
            siren=siren,
            legal_form="Commune",
            departement_id=departement,
            departement_codes=(departement,),
            epci=epci,
            population=population,
            postcodes=tuple(postcodes),
            search_text=search_text(name, code, siren, *postcodes),
        )


def load(path: Path = DEFAULT_FILE, *, force: bool = False) -> Register | None:
    """Load a register file; None when it is the one loaded last (unless `force`).

    Organisations are added or brought up to date. One that left the register is deleted when
    nobody and nothing refers to it; otherwise it is kept and no longer found by the search.
    """
    digest = hashlib.sha256(FORMAT.encode() + path.read_bytes()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.register'))")
        if not force and RegisterLoad.objects.order_by("-id").values_list("digest").first() == (
            digest,
        ):
            return None
        register = read(path)
        load_divisions(register)
        load_organisations(cursor, register)
        retire_missing(cursor)
        cursor.execute("DROP TABLE register_row")
        RegisterLoad.objects.create(digest=digest, source=register.source)
    return register


def load_divisions(register: Register) -> None:
    """Add or update regions and départements."""
    Region.objects.bulk_create(
        [Region(code=code, name=name) for code, name in register.regions],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    Departement.objects.bulk_create(
        [
            Departement(
                code=code,
                name=name,
                region_id=region,
                of_name=of_name(code, name, liaison),
                time_zone=TIME_ZONES.get(code, "Europe/Paris"),
            )
            for code, name, region, liaison in register.departements
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "region", "of_name", "time_zone"],
    )


def load_organisations(cursor: CursorWrapper, register: Register) -> None:
    """Copy the rows into a temporary table, then add or update: communes after their EPCI."""
    cursor.execute("""
        CREATE TEMPORARY TABLE register_row (
            kind text, name text, code text, siren text, legal_form text, departement_id text,
            departement_codes text[], epci text, population integer, postcodes text[],
            search_text text
        ) ON COMMIT DROP
    """)
    with cursor.copy("COPY register_row FROM STDIN") as copy:
        for row in organisations(register):
            copy.write_row([list(value) if isinstance(value, tuple) else value for value in row])
    for communes in (False, True):
        # The name of a prefecture may have been corrected in the portal: it is kept.
        cursor.execute(
            """
            INSERT INTO accounts_organisation AS kept (
                kind, name, code, siren, legal_form, departement_id, departement_codes,
                epci_id, population, postcodes, search_text
            )
            SELECT r.kind, r.name, r.code, r.siren, r.legal_form, r.departement_id,
                r.departement_codes, e.id, r.population, r.postcodes, r.search_text
            FROM register_row r
            LEFT JOIN accounts_organisation e ON e.kind = 'epci' AND e.code = r.epci
            WHERE (r.kind = 'commune') = %s
            ON CONFLICT (kind, code) DO UPDATE SET
                name = CASE kept.kind WHEN 'prefecture' THEN kept.name ELSE excluded.name END,
                siren = excluded.siren,
                legal_form = excluded.legal_form,
                departement_id = excluded.departement_id,
                departement_codes = excluded.departement_codes,
                epci_id = excluded.epci_id,
                population = excluded.population,
                postcodes = excluded.postcodes,
                search_text = excluded.search_text
            """,
            [communes],
        )
    cursor.execute("ANALYZE accounts_organisation")


def retire_missing(cursor: CursorWrapper) -> None:
    """Delete the holders that left the register, or hide from the search those in use."""
    cursor.execute("""
        SELECT o.id FROM accounts_organisation o
        LEFT JOIN register_row r USING (kind, code)
        WHERE o.kind IN ('commune', 'epci') AND r.code IS NULL
    """)
    for organisation in Organisation.objects.filter(pk__in=[pk for (pk,) in cursor.fetchall()]):
        if is_used(organisation):
            organisation.search_text = ""
            organisation.save(update_fields=["search_text"])
        else:
            organisation.delete()


def is_used(organisation: Organisation) -> bool:
    """Whether any row of another table refers to the organisation."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: organisation}).exists()
        for relation in Organisation._meta.related_objects
        if relation.related_model is not Organisation
    )

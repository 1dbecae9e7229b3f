#!/usr/bin/env python3
"""Prepare the national register kept in accounts/data/ from the published reference data.

Usage: scripts/build_register.py [--tarball FILE] [--output FILE]

Fetches the npm package `@etalab/decoupage-administratif` with `npm pack` (so npm is needed
here, and here only), checks its fingerprint, keeps what the portal needs and writes one
compressed file whose content is the same at every run. To move to another year, change
VERSION, INTEGRITY, EDITION and the counts in accounts/data/README.md.
"""

import argparse
import base64
import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif"
VERSION = "6.0.0"
EDITION = 2026
# SHA-512 of the published archive, as the package registry announces it.
INTEGRITY = (
    "XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedvn/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ=="
)
OUTPUT = (
    Path(__file__).resolve().parent.parent / "accounts" / "data" / f"register-{EDITION}.json.gz"
)
# Overseas collectivities have no SIREN in the source and cannot carry a project here.
ZONES = {"metro", "drom"}


def fetch(folder: Path) -> Path:
    """Download the package's archive into `folder` and return its path."""
    subprocess.run(
        ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(folder.glob("*.tgz"))


def check_integrity(tarball: Path) -> None:
    """Stop when the archive is not the one this script was written for."""
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if digest != INTEGRITY:
        sys.exit(f"{tarball.name}: unexpected SHA-512 {digest}")


def read(tarball: Path, name: str) -> list[dict[str, Any]]:
    """Rows of one of the package's JSON files."""
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/data/{name}.json")
        assert member is not None
        rows: list[dict[str, Any]] = json.load(member)
    return rows


def build(tarball: Path) -> dict[str, Any]:
    """The register as plain lists, in the order of their codes. SIRENs are never computed."""
    departements = sorted(
        (d for d in read(tarball, "departements") if d["zone"] in ZONES), key=lambda d: d["code"]
    )
    wanted = {d["region"] for d in departements}
    regions = sorted(
        (r for r in read(tarball, "regions") if r["code"] in wanted), key=lambda r: r["code"]
    )
    communes = sorted(
        (
            c
            for c in read(tarball, "communes")
            if c["type"] == "commune-actuelle" and c["zone"] in ZONES and c.get("siren")
        ),
        key=lambda c: c["code"],
    )
    epcis = sorted(read(tarball, "epci"), key=lambda e: e["code"])
    epci_of = {member["code"]: e["code"] for e in epcis for member in e["membres"]}
    weight: dict[str, Counter[str]] = {e["code"]: Counter() for e in epcis}
    for c in communes:
        if c["code"] in epci_of:
            # One more than its population: a commune without inhabitants still counts.
            weight[epci_of[c["code"]]][c["departement"]] += c["population"] + 1
    return {
        "edition": EDITION,
        "source": f"{PACKAGE} {VERSION}",
        "licence": "Licence Ouverte / Open Licence 2.0",
        "regions": [[r["code"], r["nom"]] for r in regions],
        "departements": [
            [d["code"], d["nom"], d["region"], d["typeLiaison"]] for d in departements
        ],
        "epcis": [
            [
                e["code"],
                e["nom"],
                e["type"],
                e["populationMunicipale"],
                # The département where most of its members' inhabitants live comes first.
                [
                    code
                    for code, _ in sorted(weight[e["code"]].items(), key=lambda w: (-w[1], w[0]))
                ],
            ]
            for e in epcis
        ],
        "communes": [
            [
                c["code"],
                c["nom"],
                c["siren"],
                c["departement"],
                epci_of.get(c["code"]),
                c["population"],
                sorted(c["codesPostaux"]),
            ]
            for c in communes
        ],
    }


def encode(register: dict[str, Any]) -> bytes:
    """Compressed JSON, one row a line; the same register gives the same bytes."""
    lines = []
    for key, value in register.items():
        if isinstance(value, list):
            rows = ",\n".join(
                json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in value
            )
            lines.append(f'"{key}":[\n{rows}\n]')
        else:
            lines.append(f'"{key}":{json.dumps(value, ensure_ascii=False)}')
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def main() -> None:
    """Build the file and say what it holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tarball", type=Path, help="an archive already downloaded")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tarball = options.tarball or fetch(Path(folder))
        check_integrity(tarball)
        register = build(tarball)
    content = encode(register)
    options.output.write_bytes(content)
    counts = ", ".join(
        f"{len(rows)} {key}" for key, rows in register.items() if isinstance(rows, list)
    )
    print(f"{options.output}: {counts}; {len(content)} bytes")


if __name__ == "__main__":
    main()

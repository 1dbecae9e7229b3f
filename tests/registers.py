"""A register of the tests: real collectivités and prefectures, in small number.

The national one has 36 000 rows, that a few dozen dossiers do not need.
"""

import gzip
import json
from pathlib import Path

from accounts import demo, register
from applications.demo import edition as dossiers
from conventions.demo import edition as conventions

# The most populated communes of each département.
COMMUNES = 3
NAMED = {
    *(person.code for person in demo.PEOPLE),
    *(story.code for story in (*dossiers.PAST, *dossiers.PRESENT)),
    *(tale.code for tale in conventions.TALES),
}


def small_register(folder: Path) -> Path:
    """Write the file to this folder: every département and EPCI, a few communes of each."""
    content = json.loads(gzip.decompress(register.DEFAULT_FILE.read_bytes()))
    kept: list[list[object]] = []
    count: dict[str, int] = {}
    for row in sorted(content["communes"], key=lambda row: (-row[5], row[0])):
        code, departement = row[0], row[3]
        if count.get(departement, 0) < COMMUNES or code in NAMED:
            count[departement] = count.get(departement, 0) + 1
            kept.append(row)
    path = folder / "register.json.gz"
    path.write_bytes(gzip.compress(json.dumps(content | {"communes": kept}).encode()))
    return path

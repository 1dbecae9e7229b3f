"""The results: JSON for machines, a table for people."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection

from bench import GROUPS, SEED
from bench.causes import ANALYSED_ON, CAUSES
from bench.measures import Row
from bench.server import WORKERS
from limits_portal.servers import ROOT

RESULTS = ROOT / "bench" / "results" / "latest.json"
DOCUMENT = ROOT / "docs" / "performance.md"
# What the table has no column for: name, words, unit.
BESIDE = (
    ("first_byte", "premier octet à", " F"),
    ("row_cpu", "processeur par ligne", " ms"),
    ("documents_per_second", "documents par seconde", ""),
    ("seal_ms", "cachet", " ms de plus"),
    ("memory", "mémoire d'un ouvrier, au plus", " Mo de plus"),
)
START, END = "<!-- résultats : écrits par make bench -->", "<!-- fin des résultats -->"


def meta(started: datetime, loads: list[float]) -> dict[str, Any]:
    """Where, when and on what the run was made."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    packages = ("Django", "granian", "psycopg", "django-allauth", "pydantic", "argon2-cffi")
    return {
        "date": started.isoformat(timespec="seconds"),
        "duration_s": round((datetime.now(UTC) - started).total_seconds()),
        "commit": commit,
        "machine": {
            "processor": cpu,
            "cores": os.cpu_count(),
            "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        },
        "versions": {
            "python": platform.python_version(),
            "postgresql": postgres,
            **{name: version(name) for name in packages},
        },
        "server": f"granian WSGI, {WORKERS} workers, 1 blocking thread",
        "load_average": loads,
        "seed": SEED,
    }


def write(rows: list[Row], about: dict[str, Any], groups: Sequence[str] = ()) -> None:
    """Write both. Rows of groups that were not measured this time are kept, with their own date."""
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    own = {name: about[name] for name in ("date", "duration_s", "commit", "load_average")}
    kept = {g: run for g, run in before.get("meta", {}).get("runs", {}).items() if g not in groups}
    rows = [Row(**row) for row in before.get("rows", []) if row.get("group") in kept] + rows
    about = about | {"runs": kept | dict.fromkeys(groups, own)}
    RESULTS.parent.mkdir(exist_ok=True)
    content = {"meta": about, "rows": [row.as_json() for row in rows]}
    RESULTS.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    start, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{start}{START}\n{section(rows, about)}\n{END}{after}", encoding="utf-8")


def section(rows: list[Row], about: dict[str, Any]) -> str:
    """The part of the document that a run writes."""
    older = [
        f"- {GROUPS[group]} : {run['date'][:16].replace('T', ' à ')} UTC, version {run['commit']}"
        for group, run in about.get("runs", {}).items()
        if run["date"] != about["date"]
    ]
    machine, versions = about["machine"], about["versions"]
    named = ", ".join(f"{name} {number}" for name, number in versions.items())
    loads = " → ".join(f"{load:.1f}".replace(".", ",") for load in about["load_average"])
    busy = " – d'autres programmes y tournaient, seuls les rapports comptent"
    lines = [
        "",
        f"Mesuré le {about['date'][:16].replace('T', ' à ')} UTC en {about['duration_s']} s, "
        f"version {about['commit']}, {machine['cores']} cœurs ({machine['processor']}), "
        f"{machine['memory_gb']} Go. Charge moyenne de la machine du début à la fin : {loads}"
        f"{busy if max(about['load_average']) > 3 else ''}. "
        f"Graine {about['seed']}. {about['server']}. {named}.",
        "",
        *(["Mesuré avant, et gardé :", "", *older, ""] if older else []),
        "| Opération | Dossiers | Médiane (ms) | p95 (ms) | Processeur (ms) | SQL | Octets | Plancher "
        "| Rapport (temps) | Rapport (processeur) | Exposant | Objectif | Atteint |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|",
        *(_line(row) for row in rows),
        "",
    ]
    lines += [*_details(rows), "", f"Causes, telles qu'analysées le {ANALYSED_ON} :", ""]
    lines += _causes(rows)
    return "\n".join(lines)


def _line(row: Row) -> str:
    floor = f"{_shown(row.more['floor_median_ms'])} ms" if "floor_median_ms" in row.more else ""
    cells = (
        row.operation, row.n, row.median_ms, row.p95_ms, row.cpu_ms, row.sql, row.bytes, floor,
        f"{_shown(row.ratio_to_floor)} {row.floor}" if row.ratio_to_floor else "",
        f"{_shown(row.cpu_ratio)} {row.floor}" if row.cpu_ratio else "",
        _power(row.more.get("exponent")), row.goal, {True: "oui", False: "**non**", None: ""}[row.met],
    )  # fmt: skip
    return "| " + " | ".join(_shown(cell) for cell in cells) + " |"


def _details(rows: list[Row]) -> list[str]:
    """What the table has no column for."""
    lines = []
    for row in rows:
        more = row.more
        if "stages" in more:
            stages = " ; ".join(
                f"{name} : {s['requests']} requêtes HTTP, {s['sql']} SQL, {_shown(s['cpu_ms'])} ms"
                for name, s in more["stages"].items()
            )
            lines.append(
                f"- {row.operation} : {more['requests']} requêtes HTTP, dont "
                f"{more['saves']['requests']} enregistrements ({more['saves']['sql']} SQL, "
                f"{_shown(more['saves']['cpu_ms'])} ms) ; la plus lourde fait "
                f"{more['largest']['sql']} requêtes SQL (`{more['largest']['path']}`) ; hachage "
                f"{_shown(more['hashing_cpu_ms'])} ms de plus ; processeur de tous les processus du serveur "
                f"{_shown(more['processes_cpu_ms'])} ms. {stages}."
            )
        if "submissions" in more:
            lines.append(
                f"- {row.operation} : {more['submissions']} dépôts en {_shown(more['seconds'])} s "
                f"({_rate(more['submissions_per_s'])} par seconde ; "
                f"{_rate(more['equivalent_per_s'])} en équivalent de requêtes servies), "
                f"{more['errors']} erreur, {more['lost']} perdu, {more['doubled']} en double."
            )
        measured = [
            f"{words} {_shown(more[name])}{unit}"
            for name, words, unit in BESIDE
            if name in more and (name != "row_cpu" or row.goal)
        ]
        if measured:
            lines.append(f"- {row.operation} ({row.n} dossiers) : {', '.join(measured)}.")
        if "hashing_median_ms" in more:
            lines.append(
                f"- {row.operation} : hachage, {_shown(more['hashing_median_ms'])} ms de plus."
            )
    return lines


def _causes(rows: list[Row]) -> list[str]:
    """Why a goal is not reached, once for the operations it is the same for."""
    missed = [row.operation for row in rows if row.met is False]
    return [
        f"- **Non atteint, {name}.** {cause}"
        for start, name, cause in CAUSES
        if any(operation.startswith(start) for operation in missed)
    ]


def _rate(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _power(exponent: float | None) -> str:
    return "" if exponent is None else f"{exponent:+.2f}".replace(".", ",")


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return (f"{value:.1f}" if value >= 1 or not value else f"{value:.2f}").replace(".", ",")
    return "" if value is None else str(value)

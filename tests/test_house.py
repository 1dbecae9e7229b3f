"""The rules of the house that no linter knows (CONTRIBUTING.md)."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "limits_portal",
    "workflow",
    "accounts",
    "applications",
    "reviews",
    "conventions",
    "notifications",
    "pages",
)
BANNED_NAMES = {
    *("util", "utils", "helper", "helpers", "common", "core", "misc"),
    *("service", "services", "manager", "managers"),
}


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows or would add, of these patterns."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted({ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()})


def code() -> list[Path]:
    """Our own Python, migrations and tests left aside."""
    return [
        path
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
    ]


def name(path: Path) -> str:
    """A path as it is read in the repository."""
    return str(path.relative_to(ROOT))


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a text file."""
    return enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


def found(pattern: str, paths: list[Path]) -> list[str]:
    """Where a regular expression occurs, as « file:line: text »."""
    expression = re.compile(pattern)
    return [
        f"{name(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in lines_of(path)
        if expression.search(line)
    ]


# One file of settings (architecture, decision 13).
LONG_BY_DESIGN = {"limits_portal/settings.py"}


def test_python_files_stay_short_enough_to_be_read():
    too_long = {
        name(path): count
        for path in tracked("*.py")
        if "migrations" not in path.parts and name(path) not in LONG_BY_DESIGN
        if (count := len(path.read_text(encoding="utf-8").splitlines()))
        > (400 if path.relative_to(ROOT).parts[0] == "tests" else 300)
    }
    assert too_long == {}


def test_modules_are_named_by_what_they_do():
    parts = {
        part for path in tracked("*.py") for part in path.relative_to(ROOT).with_suffix("").parts
    }
    assert parts & BANNED_NAMES == set()


def test_only_the_engine_writes_a_status():
    assignments = found(r"\.status\s*=[^=]", code())
    updates = found(r"\.update\([^)]*\bstatus\s*=", code())
    assert [
        line for line in assignments + updates if not line.startswith("workflow/engine.py")
    ] == []


def test_nothing_is_declared_safe_without_being_escaped():
    assert found(
        r"\|\s*safe\b|\bmark_safe\b|\{%\s*autoescape off", tracked("*.py", "*.html")[:]
    ) == [
        line
        for line in found(r"\|\s*safe\b|\bmark_safe\b", tracked("*.py"))
        if line.startswith("tests/test_house.py")
    ]


def test_templates_hold_no_script_nor_style_of_their_own():
    pages = [
        path for path in tracked("templates/*.html", "templates/**/*.html") if not is_paper(path)
    ]
    assert (
        found(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", pages) == []
    )


def is_paper(path: Path) -> bool:
    """Whether a template makes a PDF or a mail, that no browser's policy governs."""
    return bool({"pdf", "paper", "mail", "mails", "email", "emails"} & set(path.parts))


def test_no_signal_of_models_is_listened_to():
    assert found(r"\b(pre|post)_(save|delete|init)\b|m2m_changed", code()) == []


def test_no_work_is_left_in_comments():
    texts = tracked("*.py", "*.html", "*.css", "*.js", "*.md", "*.toml", "*.yml", "*.sh")
    texts = [path for path in texts if "vendor" not in path.parts and path != Path(__file__)]
    assert found(r"\b(TODO|FIXME|XXX|HACK)\b", texts) == []


def test_public_functions_and_classes_say_what_they_are():
    silent = [
        f"{name(path)}:{node.lineno}: {node.name}"
        for path in code()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_locks_name_no_host():
    assert found(r"https?://|file://|index-url|find-links", tracked("requirements*.lock")) == []


def test_every_lock_line_is_hashed():
    for path in tracked("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]+\])?==[^\n]*\\$", text, flags=re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[A-Za-z0-9]", text, flags=re.MULTILINE)), name(path)


def test_each_dependency_says_why_it_is_here():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    body = text[text.index("dependencies = [") : text.index("[tool.")]
    entries = [line for line in body.splitlines() if line.strip().startswith('"')]
    assert [line for line in entries if "  # " not in line] == []


def test_the_repository_names_no_machine():
    texts = [
        path for path in tracked() if path.suffix not in {".gz", ".woff2", ".pdf", ".png", ".lock"}
    ]
    pattern = r"/(home|root|work|opt)/[a-z]"
    allowed = ("Dockerfile", "docker-compose.yml", "tests/test_house.py")
    hits = found(pattern, [path for path in texts if is_text(path)])
    assert [line for line in hits if not line.startswith(allowed)] == []


def is_text(path: Path) -> bool:
    """Whether a file can be read as UTF-8."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address of the portal."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        else:
            yield entry


def test_every_address_has_a_name():
    assert [str(route.pattern) for route in routes(get_resolver()) if not route.name] == []


@pytest.mark.parametrize("path", tracked("docs/**/*.md", "docs/*.md", "*.md"), ids=name)
def test_links_between_documents_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []

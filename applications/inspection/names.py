"""Names of files as people see them; on the disk a file has a random name."""

import re
import unicodedata

LENGTH = 120
# Characters that hide what a name really is: controls, marks of direction, unassigned ones.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def extension(name: str) -> str:
    """Extension in lower case, without the dot, or ""."""
    stem, dot, end = cleaned(name).rpartition(".")
    return end.lower() if dot and stem else ""


def cleaned(name: str) -> str:
    """Name fit to be shown and downloaded: no path, nothing hidden, 120 characters at most."""
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(
        c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c) not in HIDDEN
    )
    tidy = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", shown)).strip(" .")
    stem, dot, end = tidy.rpartition(".")
    if dot and len(tidy) > LENGTH:
        return f"{stem[: LENGTH - len(end) - 2].rstrip()}….{end}"[:LENGTH]
    return tidy[:LENGTH] or "fichier"

"""Settings that must not be: the portal does not start, and says why in a sentence."""

import os
import subprocess
import sys

import pytest

NEEDED = {
    "SECRET_KEY": "une-cle-de-verification-longue-et-variee-0123456789-AZERTY",
    "DATABASE_URL": "postgres:///nowhere",
    "REDIS_URL": "redis://nowhere",
}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings as a process of its own does."""
    kept = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", "import limits_portal.settings"],
        env=kept | NEEDED | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "weak", [{"SIGNING_SECOND_FACTOR": "0"}, {"SIGNING_DEMO_AUTHORITY": "1"}], ids=str
)
def test_worthless_signatures_are_for_the_demonstration_alone(weak):
    refused = start(DEMO="0", **weak)
    assert refused.returncode != 0
    assert "ne sont permis qu'avec DEMO=1" in refused.stderr
    assert start(DEMO="1", **weak).returncode == 0


def test_the_portal_starts_without_any_of_them():
    assert start().returncode == 0

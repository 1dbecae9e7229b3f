"""The edition of the journeys: real collectivités and prefectures, simulated dossiers.

`JOURNEY=whole` (make journey) makes it as large as LIMIT'S 2024; otherwise it is a small one.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from accounts.register import DEFAULT_FILE
from applications.models import Call
from reviews.simulation import Size
from reviews.simulation.edition import ENVELOPE
from tests.registers import small_register

IS_WHOLE = os.environ.get("JOURNEY") == "whole"
SIZE = Size(dossiers=115, members=9) if IS_WHOLE else Size(dossiers=12, members=4)
PREFECTURES = 101 if IS_WHOLE else 12
# What 115 dossiers share, in proportion: the line then falls among the dossiers, not after them.
MONEY = ENVELOPE if IS_WHOLE else ENVELOPE * 12 / 100


def open_call(folder: Path) -> Call:
    """The register (a small one of the same folder for a small edition), and LIMIT'S 2024 open."""
    file = DEFAULT_FILE if IS_WHOLE else small_register(folder)
    call_command("load_register", file=file, verbosity=0)
    call_command("load_call", "limits-2024", verbosity=0)
    now = timezone.now()
    Call.objects.update(
        opens_at=now - timedelta(days=30),
        closes_at=now + timedelta(days=1),
        is_published=True,
        envelope_amount=MONEY,
    )
    return Call.objects.get(slug="limits-2024")

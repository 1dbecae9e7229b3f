"""Versions, revisions and signatures are kept as they were made (product.md: a signed PDF never changes)."""

from django.db import migrations

from workflow.immutability import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("conventions", "0003_conventions")]

    operations = [
        forbid_changes("conventions_version"),
        forbid_changes("conventions_revision"),
        forbid_changes(
            "conventions_signature", allowed_columns=("certified_by_id", "certified_at")
        ),
    ]

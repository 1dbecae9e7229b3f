"""The journal is append-only: only the outbox mark may be set."""

from django.db import migrations

from workflow.immutability import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [forbid_changes("workflow_event", allowed_columns=("dispatched_at",))]

"""What was filed is never changed (design/product.md: filing freezes a snapshot)."""

from django.db import migrations

from workflow.immutability import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [forbid_changes("applications_snapshot")]

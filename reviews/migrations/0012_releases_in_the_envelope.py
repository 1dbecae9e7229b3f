from django.db import migrations

from reviews.decision_rules import DECISION_FUNCTION


class Migration(migrations.Migration):
    """What was freed of an award is in the envelope again, for the database as for the guard."""

    dependencies = [
        ("reviews", "0011_workbook"),
    ]

    operations = [
        migrations.RunSQL(DECISION_FUNCTION, migrations.RunSQL.noop),
    ]

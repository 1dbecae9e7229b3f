"""Rows that the database itself refuses to change: triggers for the migrations."""

from django.db import migrations


def forbid_changes(table: str, *, allowed_columns: tuple[str, ...] = ()) -> migrations.RunSQL:
    """Migration operation: refuse DELETE, and UPDATE of any column not in `allowed_columns`."""
    columns = "'{" + ",".join(allowed_columns) + "}'::text[]"
    kept = f"to_jsonb(NEW) - {columns} = to_jsonb(OLD) - {columns}"
    return migrations.RunSQL(
        sql=f"""
CREATE FUNCTION {table}_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND {kept} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{table} is immutable' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER {table}_is_immutable BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_is_immutable();
""",
        reverse_sql=f"""
DROP TRIGGER {table}_is_immutable ON {table};
DROP FUNCTION {table}_is_immutable();
""",
    )

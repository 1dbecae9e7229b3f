"""What the database itself says of a signed session (C-5d): SQL for the migrations."""

MINUTES_RULES = """
CREATE FUNCTION reviews_minutes_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'signed minutes do not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.signed_at IS NOT NULL AND NEW.sha256 = '' THEN
        RAISE EXCEPTION 'minutes are signed once drawn' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_minutes_rules BEFORE UPDATE OR DELETE ON reviews_minutes
    FOR EACH ROW EXECUTE FUNCTION reviews_minutes_rules();
"""

_BY_SITTING = ("attendance", "scenario", "deliberation")
_BY_SCENARIO = ("proposal",)
_BY_DELIBERATION = ("secondmark", "vote")


def _guard(table: str, sitting: str) -> str:
    return f"""
CREATE FUNCTION reviews_{table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line reviews_{table};
BEGIN
    IF TG_OP = 'DELETE' THEN
        line := OLD;
    ELSE
        line := NEW;
    END IF;
    IF EXISTS (
        SELECT 1 FROM reviews_sitting s
        WHERE s.id = ({sitting}) AND s.status IN ('closed', 'signed')
    ) THEN
        RAISE EXCEPTION 'a closed session does not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN line;
END $$;
CREATE TRIGGER reviews_{table}_is_kept BEFORE INSERT OR UPDATE OR DELETE ON reviews_{table}
    FOR EACH ROW EXECUTE FUNCTION reviews_{table}_is_kept();
"""  # noqa: S608 – names of our own tables


GUARDED = {
    **dict.fromkeys(_BY_SITTING, "line.sitting_id"),
    **dict.fromkeys(
        _BY_SCENARIO, "SELECT c.sitting_id FROM reviews_scenario c WHERE c.id = line.scenario_id"
    ),
    **dict.fromkeys(
        _BY_DELIBERATION,
        "SELECT d.sitting_id FROM reviews_deliberation d WHERE d.id = line.deliberation_id",
    ),
}

KEPT = MINUTES_RULES + "".join(_guard(table, sitting) for table, sitting in GUARDED.items())

UNDO = """
DROP TRIGGER reviews_minutes_rules ON reviews_minutes;
DROP FUNCTION reviews_minutes_rules();
""" + "".join(
    f"DROP TRIGGER reviews_{table}_is_kept ON reviews_{table};"
    f"DROP FUNCTION reviews_{table}_is_kept();"
    for table in GUARDED
)

"""What the database itself says of opinions (C-5c): SQL for the migrations."""

OPINION_RULES = """
CREATE FUNCTION reviews_opinion_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked numeric;
    ceiling numeric;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status IN ('given') THEN
        IF TG_OP = 'UPDATE' AND OLD.replaced_at IS NULL
            AND to_jsonb(NEW) - 'replaced_at' = to_jsonb(OLD) - 'replaced_at' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a given opinion does not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.recommended_amount IS NOT NULL THEN
        SELECT a.requested_amount, c.ceiling_amount INTO asked, ceiling
            FROM applications_application a JOIN applications_call c ON c.id = a.call_id
            WHERE a.id = NEW.application_id;
        IF NEW.recommended_amount > LEAST(asked, ceiling) THEN
            RAISE EXCEPTION 'a recommended amount never exceeds what was asked nor the ceiling'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_opinion_rules BEFORE INSERT OR UPDATE OR DELETE ON reviews_opinion
    FOR EACH ROW EXECUTE FUNCTION reviews_opinion_rules();
"""

UNDO = """
DROP TRIGGER reviews_opinion_rules ON reviews_opinion;
DROP FUNCTION reviews_opinion_rules();
"""

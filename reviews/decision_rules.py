"""What the database itself says of decisions (C-4.2a, C-4.2b, C-4.2c, C-5e): SQL for the migrations."""

AWARD_RULES = """
CREATE FUNCTION reviews_award_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision_id bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.decision_id ELSE NEW.decision_id END;
    state text;
    asked numeric;
    ceiling numeric;
BEGIN
    SELECT status INTO state FROM reviews_decision WHERE id = decision_id;
    IF state IN ('validated', 'published') THEN
        RAISE EXCEPTION 'the awards of a validated decision do not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    SELECT a.requested_amount, c.ceiling_amount INTO asked, ceiling
        FROM applications_application a JOIN applications_call c ON c.id = a.call_id
        WHERE a.id = NEW.application_id;
    IF NEW.amount > LEAST(asked, ceiling) THEN
        RAISE EXCEPTION 'an award never exceeds what was asked nor the ceiling'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.amount > 0
        AND NEW.amount <> (SELECT COALESCE(SUM(part), 0) FROM unnest(NEW.yearly_amounts) part) THEN
        RAISE EXCEPTION 'yearly amounts add up to the award' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_award_rules BEFORE INSERT OR UPDATE OR DELETE ON reviews_award
    FOR EACH ROW EXECUTE FUNCTION reviews_award_rules();
"""

# Replaced as a whole by the migration of each change of it.
DECISION_FUNCTION = """
CREATE OR REPLACE FUNCTION reviews_decision_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    total numeric;
    spent numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status IN ('validated', 'published') THEN
            RAISE EXCEPTION 'a validated decision is kept'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.status IN ('published')
        OR (OLD.status IN ('validated') AND NEW.status NOT IN ('validated', 'published')) THEN
        RAISE EXCEPTION 'a validated decision does not go back'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.status IN ('validated') AND OLD.status <> 'validated' THEN
        SELECT COALESCE(SUM(amount), 0) INTO total FROM reviews_award WHERE decision_id = NEW.id;
        SELECT COALESCE(SUM(amount), 0) INTO spent FROM (
            SELECT DISTINCT ON (w.application_id) w.amount - COALESCE(r.amount, 0) AS amount
            FROM reviews_award w
            LEFT JOIN reviews_release r ON r.award_id = w.id
            JOIN reviews_decision d ON d.id = w.decision_id
            JOIN applications_application a ON a.id = w.application_id
            WHERE d.call_id = NEW.call_id AND d.status IN ('published') AND a.status IN ('selected')
                AND NOT EXISTS (
                    SELECT 1 FROM reviews_award n
                    WHERE n.decision_id = NEW.id AND n.application_id = w.application_id
                )
            ORDER BY w.application_id, d.number DESC
        ) standing;
        IF total + spent > NEW.envelope_amount THEN
            RAISE EXCEPTION 'a decision never exceeds the envelope' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

DECISION_TRIGGER = """
CREATE TRIGGER reviews_decision_rules BEFORE UPDATE OR DELETE ON reviews_decision
    FOR EACH ROW EXECUTE FUNCTION reviews_decision_rules();
"""

UNDO = """
DROP TRIGGER reviews_decision_rules ON reviews_decision;
DROP FUNCTION reviews_decision_rules();
DROP TRIGGER reviews_award_rules ON reviews_award;
DROP FUNCTION reviews_award_rules();
"""

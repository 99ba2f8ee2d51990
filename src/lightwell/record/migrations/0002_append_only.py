"""PostgreSQL itself refuses to change or remove an entry: append-only is not left to the code's good manners."""

from django.db import migrations

GUARD = """
CREATE FUNCTION record_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'entries of the public record are never deleted (entry %)', OLD.id;
    END IF;
    IF OLD.leaf_index IS NOT NULL OR (NEW.id, NEW.public_id, NEW.leaf, NEW.digest, NEW.act, NEW.at, NEW.office, NEW.unit,
       NEW.subject_kind, NEW.subject_id) IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.leaf, OLD.digest, OLD.act, OLD.at,
       OLD.office, OLD.unit, OLD.subject_kind, OLD.subject_id) THEN
        RAISE EXCEPTION 'entries of the public record are never changed (entry %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_entry_guard BEFORE UPDATE OR DELETE ON record_entry
    FOR EACH ROW EXECUTE FUNCTION record_entry_guard();
"""
UNDO = "DROP TRIGGER record_entry_guard ON record_entry; DROP FUNCTION record_entry_guard();"


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

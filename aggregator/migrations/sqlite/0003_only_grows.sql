-- The log only grows, and by the next event alone: the database itself refuses a gap, a second event in one place, a change.
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.height <> (SELECT coalesce(max(height), -1) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'the event is not the next of the stored log'); END;
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the stored log only grows'); END;
CREATE TRIGGER events_are_final BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the stored log only grows'); END;
CREATE TRIGGER payloads_are_final BEFORE UPDATE ON payloads
BEGIN SELECT RAISE(ABORT, 'stored payloads never change'); END;

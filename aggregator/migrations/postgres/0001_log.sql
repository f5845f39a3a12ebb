-- One row per event; height is the place in the log.
CREATE TABLE events (
    height  bigint PRIMARY KEY CHECK (height >= 0),
    event   bytea NOT NULL,
    payload bytea NOT NULL
);

-- Payload bytes by digest (an event's claim names it). Ciphers and keys: compressing them is time lost.
CREATE TABLE payloads (
    digest bytea PRIMARY KEY,
    bytes  bytea NOT NULL
);
ALTER TABLE payloads ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The latest checkpoint note; one line per witness: its newest cosignature, and the size of the checkpoint that it stands under.
CREATE TABLE checkpoint (
    id   integer PRIMARY KEY CHECK (id = 0),
    note bytea NOT NULL
);
CREATE TABLE cosigned (
    witness text COLLATE "C" PRIMARY KEY,
    trustee boolean NOT NULL,
    size    bigint NOT NULL,
    time    bigint NOT NULL,
    line    bytea NOT NULL
);
CREATE INDEX cosigned_size ON cosigned (size);

-- Ceremonies before they are convened.
CREATE TABLE terms (
    at    bigint GENERATED ALWAYS AS IDENTITY,
    id    bytea PRIMARY KEY,
    terms bytea NOT NULL
);
CREATE TABLE offers (
    terms   bytea NOT NULL REFERENCES terms (id),
    trustee integer NOT NULL,
    offer   bytea NOT NULL,
    PRIMARY KEY (terms, trustee)
);

-- Sealed messages between parties; written once.
CREATE TABLE mail (
    at        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    scope     bytea NOT NULL,
    recipient bytea NOT NULL,
    sender    bytea NOT NULL,
    topic     text COLLATE "C" NOT NULL,
    sealed    bytea NOT NULL,
    PRIMARY KEY (scope, recipient, sender, topic)
);
ALTER TABLE mail ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- The log only grows, and by the next event alone: the database itself refuses a gap, a second event in one place, a change. Two
-- that append at once: the primary key lets one of them in, and the other waits until it is known which.
CREATE FUNCTION events_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.height <> (SELECT coalesce(max(height), -1) + 1 FROM events) THEN
        RAISE EXCEPTION 'the event is not the next of the stored log' USING ERRCODE = 'IT001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER events_in_order BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_next();

CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'IT002';
END $$;
CREATE TRIGGER events_are_final BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION stays('the stored log only grows');
CREATE TRIGGER events_stay BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION stays('the stored log only grows');
CREATE TRIGGER payloads_are_final BEFORE UPDATE ON payloads
    FOR EACH ROW EXECUTE FUNCTION stays('stored payloads never change');

-- Other servers on this database are told, once it is durable.
CREATE FUNCTION events_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('intertally_log', NEW.height::text);
    RETURN NULL;
END $$;
CREATE TRIGGER events_are_told AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_tell();

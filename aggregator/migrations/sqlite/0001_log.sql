-- One row per event; height is the place in the log.
CREATE TABLE events (
    height  INTEGER PRIMARY KEY,
    event   BLOB NOT NULL,
    payload BLOB NOT NULL
) STRICT;

-- Payload bytes by digest (an event's claim names it).
CREATE TABLE payloads (
    digest BLOB PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The latest checkpoint note, and witnesses' cosigned ones over the same tree or an earlier.
CREATE TABLE checkpoint (
    id   INTEGER PRIMARY KEY CHECK (id = 0),
    note BLOB NOT NULL
) STRICT;
CREATE TABLE cosigned (
    witness TEXT PRIMARY KEY,
    note    BLOB NOT NULL
) STRICT;

-- Ceremonies before they are convened.
CREATE TABLE terms (
    id    BLOB PRIMARY KEY,
    terms BLOB NOT NULL
) STRICT;
CREATE TABLE offers (
    terms   BLOB NOT NULL REFERENCES terms (id),
    trustee INTEGER NOT NULL,
    offer   BLOB NOT NULL,
    PRIMARY KEY (terms, trustee)
) STRICT;

-- Sealed messages between parties; written once.
CREATE TABLE mail (
    scope     BLOB NOT NULL,
    recipient BLOB NOT NULL,
    sender    BLOB NOT NULL,
    topic     TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (scope, recipient, sender, topic)
) STRICT;

-- One line per witness: its newest cosignature, and the size of the checkpoint that it stands under. Notes of the first
-- schema held whatever else a witness put there; every witness cosigns again the next time that it looks at the log.
DROP TABLE cosigned;
CREATE TABLE cosigned (
    witness TEXT PRIMARY KEY,
    trustee INTEGER NOT NULL,
    size    INTEGER NOT NULL,
    time    INTEGER NOT NULL,
    line    BLOB NOT NULL
) STRICT;
CREATE INDEX cosigned_size ON cosigned (size);

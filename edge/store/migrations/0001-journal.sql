-- The journal itself: every record of this station in the order of its commits, never changed, never deleted.
CREATE TABLE journal (
  place   INTEGER PRIMARY KEY,
  epoch   TEXT    NOT NULL,
  seq     INTEGER NOT NULL CHECK (seq >= 1),
  station TEXT    NOT NULL,
  id      TEXT    NOT NULL UNIQUE,
  at      TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  v       INTEGER NOT NULL,
  actor   TEXT    NOT NULL,
  run     TEXT,
  body    TEXT    NOT NULL,
  prev    TEXT    NOT NULL,
  hash    TEXT    NOT NULL,
  UNIQUE (epoch, seq)
) STRICT;

CREATE INDEX journal_run ON journal (run) WHERE run IS NOT NULL;

CREATE TRIGGER journal_never_changed BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: a record is never changed');
END;

CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: a record is never deleted');
END;

-- How far the plant has made each epoch durable. Not part of the chain.
CREATE TABLE confirmed (
  epoch TEXT    PRIMARY KEY,
  seq   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

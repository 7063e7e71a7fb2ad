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

-- REPLACE deletes the old row without asking the trigger above, unless the connection wants it asked.
CREATE TRIGGER journal_never_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM journal WHERE epoch = NEW.epoch AND seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM journal WHERE place = NEW.place)
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: this id, seq or place is taken');
END;

-- How far the plant has made each epoch durable. Not part of the chain.
CREATE TABLE confirmed (
  epoch TEXT    PRIMARY KEY,
  seq   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

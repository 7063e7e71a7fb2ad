-- What the screens ask often, computed from the journal alone; every row can be rebuilt from it.
CREATE TABLE inbox (
  epoch  TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  at     TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  gauge  TEXT    NOT NULL,
  reason TEXT    NOT NULL,
  text   TEXT,
  unit   TEXT,
  raw    TEXT    NOT NULL,
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  run         TEXT    PRIMARY KEY,
  epoch       TEXT    NOT NULL,
  seq         INTEGER NOT NULL,
  phase       TEXT    NOT NULL,
  part_number TEXT    NOT NULL,
  target      INTEGER NOT NULL,
  planned_at  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE measurement (
  epoch          TEXT    NOT NULL,
  seq            INTEGER NOT NULL,
  run            TEXT    NOT NULL,
  characteristic TEXT    NOT NULL,
  unit           TEXT    NOT NULL,
  value          TEXT    NOT NULL,
  verdict        TEXT    NOT NULL,
  voided         INTEGER NOT NULL,
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

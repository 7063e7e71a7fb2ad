-- Quality records of all stations, how far each station's epoch is held, and what could not be taken.
-- Station stands first in every key, so that stations can be spread over machines later.

CREATE TABLE quality_record (
  station     text        NOT NULL,
  epoch       text        NOT NULL,
  seq         bigint      NOT NULL CHECK (seq >= 1),
  id          text        NOT NULL,
  at          text        NOT NULL,
  at_time     timestamptz,
  kind        text        NOT NULL,
  v           integer     NOT NULL,
  actor       text        NOT NULL,
  body        jsonb       NOT NULL,
  prev        text        NOT NULL,
  hash        text        NOT NULL,
  flaw        text,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station, epoch, seq)
);
COMMENT ON COLUMN quality_record.at IS 'As the station wrote it: part of the hash';
COMMENT ON COLUMN quality_record.flaw IS
  'The hash proves that the station wrote it so, but the body does not fit a kind known here';

CREATE INDEX quality_record_run ON quality_record ((body ->> 'run'), station, epoch, seq)
  WHERE body ? 'run';
CREATE INDEX quality_record_kind ON quality_record (kind, at_time);
CREATE INDEX quality_record_voided
  ON quality_record (station, epoch, (body ->> 'measurement'))
  WHERE kind = 'measurement.voided';

CREATE TABLE station_cursor (
  station    text        NOT NULL,
  epoch      text        NOT NULL,
  contiguous bigint      NOT NULL DEFAULT 0,
  head_hash  text,
  highest    bigint      NOT NULL DEFAULT 0,
  topic      text        NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station, epoch)
);
COMMENT ON COLUMN station_cursor.contiguous IS 'Everything up to here is held or quarantined';
COMMENT ON COLUMN station_cursor.head_hash IS
  'Hash at contiguous; null when that record is quarantined without a usable hash';

CREATE TABLE quarantine (
  station     text        NOT NULL,
  content     text        NOT NULL,
  reason      text        NOT NULL,
  detail      text        NOT NULL,
  epoch       text,
  seq         bigint,
  prev        text,
  hash        text,
  settles     boolean     NOT NULL,
  topic       text        NOT NULL,
  payload     bytea       NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station, content, reason)
);
COMMENT ON COLUMN quarantine.content IS 'SHA-256 of epoch, seq and payload: a repeat adds nothing';
COMMENT ON COLUMN quarantine.settles IS 'Takes the place of its seq, so that the cursor can pass';

CREATE INDEX quarantine_settled ON quarantine (station, epoch, seq) WHERE settles;
CREATE INDEX quarantine_received ON quarantine (received_at);

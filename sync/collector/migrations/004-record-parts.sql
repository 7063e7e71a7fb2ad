-- Pieces of records that were too long for one message of the broker, until all pieces are there.

CREATE TABLE record_part (
  station     text        NOT NULL,
  epoch       text        NOT NULL,
  seq         bigint      NOT NULL CHECK (seq >= 1),
  hash        text        NOT NULL,
  total       integer     NOT NULL,
  part        integer     NOT NULL,
  content     text        NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (station, epoch, seq, hash, total, part)
);
COMMENT ON TABLE record_part IS 'Emptied up to the cursor whenever a record has been put together';
COMMENT ON COLUMN record_part.content IS 'Base64 of a piece of the JSON text';

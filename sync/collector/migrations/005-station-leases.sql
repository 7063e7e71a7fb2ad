-- Which running process each station's name belongs to, so that two with one name are noticed.

CREATE TABLE station_lease (
  station    text        PRIMARY KEY,
  instance   text        NOT NULL,
  epoch      text        NOT NULL,
  topic      text        NOT NULL,
  released   boolean     NOT NULL DEFAULT false,
  earlier    text[]      NOT NULL DEFAULT '{}',
  renewed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN station_lease.released IS 'Its last will or its farewell was heard';
COMMENT ON COLUMN station_lease.earlier IS
  'Instances that had the name before: one that comes back proves that two are running';

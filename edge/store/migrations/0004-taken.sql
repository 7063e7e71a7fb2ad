-- How far the broker at the end of a road took each epoch over: where to go on while no collector
-- answers. Not part of the chain.
CREATE TABLE taken (
  epoch TEXT    NOT NULL,
  road  TEXT    NOT NULL,
  seq   INTEGER NOT NULL,
  PRIMARY KEY (epoch, road)
) STRICT, WITHOUT ROWID;

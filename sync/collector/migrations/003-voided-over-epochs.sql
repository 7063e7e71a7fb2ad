-- A void may name a measurement of an earlier epoch: after a restore every seq comes again.

DROP INDEX quality_record_voided;
CREATE INDEX quality_record_voided
  ON quality_record (station, (coalesce(body ->> 'epoch', epoch)), (body ->> 'measurement'))
  WHERE kind = 'measurement.voided';

CREATE OR REPLACE VIEW measurement AS
SELECT
  r.station,
  r.epoch,
  r.seq,
  r.id,
  r.at_time,
  r.body ->> 'run'            AS run,
  r.body ->> 'characteristic' AS characteristic,
  r.body ->> 'unit'           AS unit,
  CASE WHEN r.body ->> 'unitIndex' ~ '^[0-9]{1,9}$'
    THEN (r.body ->> 'unitIndex')::integer END AS unit_index,
  r.body ->> 'lot'            AS lot,
  r.body ->> 'operator'       AS operator,
  CASE WHEN r.body ->> 'value' ~ '^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$'
    THEN (r.body ->> 'value')::numeric END AS value,
  r.body ->> 'uom'            AS uom,
  r.body ->> 'verdict'        AS verdict,
  r.body ->> 'validity'       AS validity,
  r.body -> 'reading' ->> 'gauge' AS gauge,
  EXISTS (
    SELECT 1 FROM quality_record x
    WHERE x.kind = 'measurement.voided'
      AND x.station = r.station
      AND coalesce(x.body ->> 'epoch', x.epoch) = r.epoch
      AND x.body ->> 'measurement' = r.seq::text
  ) AS voided
FROM quality_record r
WHERE r.kind = 'measurement.taken';

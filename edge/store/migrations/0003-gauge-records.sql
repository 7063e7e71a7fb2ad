-- The few records that say how a gauge stands are read at every start, however long ago they were written.
CREATE INDEX journal_gauge ON journal (place)
WHERE kind IN ('gauge.commissioned', 'gauge.calibrated', 'gauge.adapter');

-- Notes that a source refused a login; the program ends. That doesn't count as a failure and doesn't open the breaker:
-- other workers may have another credential. A probe is given up, so that the next worker needn't wait.
-- Caller: slot, coordinator. $1 source, $2 worker_id, $3 slot_no, $4 error with its hint. Locks: the breaker's row.
-- Index: source_breaker_pkey. `run_status` recognizes the error by the words before it.
INSERT INTO migration_status.source_breaker AS b (source, error) VALUES ($1, 'login refused: ' || $4)
    ON CONFLICT (source) DO UPDATE
   SET error = excluded.error, changed_at = clock_timestamp(),
       (state, rest_until) = (
           SELECT CASE WHEN p.gives_up THEN 'open' ELSE b.state END,
                  CASE WHEN p.gives_up THEN clock_timestamp() ELSE b.rest_until END
             FROM (SELECT b.state = 'half_open' AND b.probe_worker = $2::uuid AND b.probe_slot = $3::int) p (gives_up))

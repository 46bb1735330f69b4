-- Creates a source's circuit breaker, closed, or lets a slot try the source at once: a new worker may bring a credential
-- that was corrected, or a network that works. It also forgets that an earlier worker's login was refused.
-- Caller: worker, at its start. $1 source. Locks: the breaker's row. Index: source_breaker_pkey.
INSERT INTO migration_status.source_breaker AS b (source) VALUES ($1)
    ON CONFLICT (source) DO UPDATE
   SET rest_until = least(b.rest_until, clock_timestamp()),
       error = CASE WHEN b.error LIKE 'login refused: %' THEN NULL ELSE b.error END
 WHERE b.state = 'open' OR b.error LIKE 'login refused: %'

-- Creates a source's circuit breaker, closed: $1 source. Caller: worker, at its start.
INSERT INTO migration_status.source_breaker (source) VALUES ($1) ON CONFLICT DO NOTHING

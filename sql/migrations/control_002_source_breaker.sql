-- Control database, version 2: the circuit breaker of each source, shared by all workers.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- closed: workers connect and claim. open: nobody does before rest_until. half_open: one slot tries the source.
-- failures: since the source last did something right. openings: in a row; each rests longer than the one before.
CREATE TABLE migration_status.source_breaker (
    source       text PRIMARY KEY,
    state        text NOT NULL DEFAULT 'closed' CHECK (state IN ('closed', 'open', 'half_open')),
    failures     int NOT NULL DEFAULT 0,
    openings     int NOT NULL DEFAULT 0,
    rest_until   timestamptz,
    probe_worker uuid,
    probe_slot   int,
    probe_until  timestamptz,
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    error        text
) WITH (fillfactor = 50);

-- Control database, version 1: runs, their tables and chunks, the work queue, workers and attempts.
-- Applied by the program in one transaction, under a transaction-level advisory lock.

-- What was asked for. A run that isn't finished owns its config: two coordinators can't plan it twice.
CREATE TABLE migration_status.run (
    run_id            uuid PRIMARY KEY,
    name              text NOT NULL UNIQUE,
    config_identity   text NOT NULL,
    state             text NOT NULL DEFAULT 'planning' CHECK (state IN ('planning', 'active', 'completed', 'cancelled')),
    paused            boolean NOT NULL DEFAULT false,
    settings          jsonb NOT NULL,
    source            text NOT NULL,
    snapshot          text NOT NULL,
    migration_version text NOT NULL,
    planned_by        text NOT NULL,
    coordinator_id    uuid,
    coordinator       text,
    coordinator_until timestamptz,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at      timestamptz
);
CREATE UNIQUE INDEX run_unfinished ON migration_status.run (config_identity) WHERE state IN ('planning', 'active');

CREATE TABLE migration_status.run_table (
    run_id         uuid NOT NULL REFERENCES migration_status.run ON DELETE CASCADE,
    table_no       int NOT NULL,
    epoch          int NOT NULL,
    source_schema  text,
    source_table   text NOT NULL,
    target_schema  text NOT NULL,
    target_table   text NOT NULL,
    mode           text NOT NULL,
    state          text NOT NULL DEFAULT 'planning'
                   CHECK (state IN ('planning', 'loading', 'publishing', 'completed', 'cancelled')),
    spec           jsonb,
    total_chunks   int NOT NULL DEFAULT 0,
    expected_rows  bigint NOT NULL DEFAULT 0,
    published_rows bigint,
    error          text,
    completed_at   timestamptz,
    PRIMARY KEY (run_id, table_no)
);

-- The plan: insert-only.
CREATE TABLE migration_status.chunk (
    run_id        uuid NOT NULL REFERENCES migration_status.run ON DELETE CASCADE,
    table_no      int NOT NULL,
    epoch         int NOT NULL,
    chunk_no      int NOT NULL,
    predicate     text,
    chunk_range   text NOT NULL,
    expected_rows bigint NOT NULL,
    PRIMARY KEY (run_id, table_no, epoch, chunk_no)
);

-- The only hot table. A requeued chunk draws a new queue_pos, so a poison chunk starves nobody.
CREATE TYPE migration_status.work_state AS ENUM ('ready', 'claimed', 'done', 'failed');
CREATE SEQUENCE migration_status.queue_pos;
CREATE TABLE migration_status.work (
    run_id        uuid NOT NULL REFERENCES migration_status.run ON DELETE CASCADE,
    table_no      int NOT NULL,
    epoch         int NOT NULL,
    chunk_no      int NOT NULL,
    attempt       int NOT NULL DEFAULT 0,
    state         migration_status.work_state NOT NULL DEFAULT 'ready',
    queue_pos     bigint NOT NULL DEFAULT nextval('migration_status.queue_pos'),
    ready_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    claimed_at    timestamptz,
    finished_at   timestamptz,
    backend_start timestamptz,
    worker_id     uuid,
    claim_token   uuid,
    rows          bigint,
    bytes         bigint,
    backend_pid   int,
    source_ms     int,
    encode_ms     int,
    target_ms     int,
    PRIMARY KEY (run_id, table_no, epoch, chunk_no)
) WITH (
    fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05
);
CREATE INDEX work_ready ON migration_status.work (run_id, queue_pos) WHERE state = 'ready';
CREATE INDEX work_claimed ON migration_status.work (worker_id) WHERE state = 'claimed';
CREATE INDEX work_failed ON migration_status.work (run_id, table_no) WHERE state = 'failed';

-- One row per process start, never reused. Heartbeats touch this table only.
CREATE TABLE migration_status.worker (
    worker_id       uuid PRIMARY KEY,
    config_identity text NOT NULL,
    host            text NOT NULL,
    pid             int NOT NULL,
    slots           int NOT NULL,
    version         text NOT NULL,
    state           text NOT NULL DEFAULT 'alive' CHECK (state IN ('alive', 'draining', 'gone')),
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_until     timestamptz NOT NULL
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

-- Permits to hold a connection to a source with a limit; a permit of a worker that is gone is free.
CREATE TABLE migration_status.source_permit (
    source    text NOT NULL,
    permit_no int NOT NULL,
    worker_id uuid,
    slot_no   int,
    PRIMARY KEY (source, permit_no)
) WITH (fillfactor = 50);

-- How every attempt that isn't running any more ended; append-only.
CREATE TABLE migration_status.attempt (
    attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id     uuid NOT NULL REFERENCES migration_status.run ON DELETE CASCADE,
    table_no   int NOT NULL,
    epoch      int NOT NULL,
    chunk_no   int NOT NULL,
    attempt    int NOT NULL,
    outcome    text NOT NULL CHECK (outcome IN ('done', 'released', 'retried', 'failed', 'lost', 'requeued')),
    worker_id  uuid,
    started_at timestamptz,
    ended_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    error      text
);
CREATE INDEX attempt_chunk ON migration_status.attempt (run_id, table_no, chunk_no, attempt_id);

-- What operators read. Column names are a promise.
CREATE VIEW migration_status.migration_table_status AS
SELECT t.run_id,
       r.name AS run_name,
       t.source_schema,
       t.source_table,
       t.target_schema,
       t.target_table,
       t.mode,
       CASE
           WHEN t.state IN ('planning', 'completed', 'cancelled') THEN t.state
           WHEN t.error IS NOT NULL THEN 'failed'
           WHEN t.state = 'publishing' THEN 'publishing'
           WHEN w.failed_chunks > 0 AND w.open_chunks = 0 THEN 'failed'
           WHEN w.untouched_chunks = t.total_chunks THEN 'pending'
           ELSE 'in_progress'
       END AS status,
       greatest(t.total_chunks, 1) AS total_chunks,
       w.completed_chunks,
       w.failed_chunks,
       t.expected_rows,
       w.copied_rows,
       0::bigint AS rejected_rows,
       w.bytes,
       w.started_at,
       t.completed_at,
       r.migration_version,
       w.claimed_chunks,
       w.ready_chunks,
       t.table_no,
       t.epoch,
       t.error
  FROM migration_status.run_table t
  JOIN migration_status.run r USING (run_id)
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE state = 'done')::int AS completed_chunks,
              count(*) FILTER (WHERE state = 'failed')::int AS failed_chunks,
              count(*) FILTER (WHERE state = 'claimed')::int AS claimed_chunks,
              count(*) FILTER (WHERE state = 'ready')::int AS ready_chunks,
              count(*) FILTER (WHERE state IN ('ready', 'claimed'))::int AS open_chunks,
              count(*) FILTER (WHERE state = 'ready' AND attempt = 0)::int AS untouched_chunks,
              coalesce(sum(rows) FILTER (WHERE state = 'done'), 0)::bigint AS copied_rows,
              coalesce(sum(bytes) FILTER (WHERE state = 'done'), 0)::bigint AS bytes,
              min(claimed_at) AS started_at
         FROM migration_status.work
        WHERE run_id = t.run_id AND table_no = t.table_no AND epoch = t.epoch
       ) w;

CREATE VIEW migration_status.migration_chunk_status AS
SELECT w.run_id,
       t.source_table,
       t.target_schema,
       t.target_table,
       w.chunk_no AS chunk_id,
       c.chunk_range,
       CASE w.state
           WHEN 'ready' THEN 'pending'
           WHEN 'claimed' THEN 'in_progress'
           WHEN 'done' THEN 'completed'
           ELSE 'failed'
       END AS status,
       w.attempt AS attempts,
       k.host || ':' || k.pid AS worker,
       w.rows,
       w.claimed_at AS started_at,
       CASE WHEN w.state IN ('done', 'failed') THEN w.finished_at END AS completed_at,
       a.error,
       t.table_no,
       c.expected_rows,
       w.bytes,
       w.ready_at,
       w.source_ms,
       w.encode_ms,
       w.target_ms
  FROM migration_status.work w
  JOIN migration_status.run_table t USING (run_id, table_no, epoch)
  JOIN migration_status.chunk c USING (run_id, table_no, epoch, chunk_no)
  LEFT JOIN migration_status.worker k ON k.worker_id = w.worker_id
  LEFT JOIN LATERAL (
       SELECT error
         FROM migration_status.attempt
        WHERE run_id = w.run_id AND table_no = w.table_no AND epoch = w.epoch AND chunk_no = w.chunk_no
          AND error IS NOT NULL
        ORDER BY attempt_id DESC
        LIMIT 1
       ) a ON w.state <> 'done';

-- A run as a whole, from its tables.
CREATE VIEW migration_status.migration_run_status AS
SELECT r.run_id,
       r.name,
       CASE
           WHEN r.state <> 'active' THEN r.state
           WHEN r.paused THEN 'paused'
           WHEN t.failed > 0 AND t.moving = 0 THEN 'failed'
           WHEN t.pending = t.tables THEN 'pending'
           WHEN t.publishing > 0 AND t.loading = 0 THEN 'publishing'
           ELSE 'in_progress'
       END AS status,
       r.source,
       r.snapshot,
       r.migration_version,
       r.planned_by,
       CASE WHEN r.coordinator_until > clock_timestamp() THEN r.coordinator END AS coordinator,
       r.created_at,
       r.completed_at,
       r.config_identity
  FROM migration_status.run r
 CROSS JOIN LATERAL (
       SELECT count(*) AS tables,
              count(*) FILTER (WHERE status = 'failed') AS failed,
              count(*) FILTER (WHERE status = 'pending') AS pending,
              count(*) FILTER (WHERE status = 'publishing') AS publishing,
              count(*) FILTER (WHERE status IN ('pending', 'in_progress')) AS loading,
              count(*) FILTER (WHERE status IN ('pending', 'in_progress', 'publishing')) AS moving
         FROM migration_status.migration_table_status s
        WHERE s.run_id = r.run_id
       ) t;

-- Purpose: the queries that an operator runs every half hour, from top to bottom:
--          psql "$CONTROL_URL" -f sql/QUICK_MONITORING.sql
--          It shows all target schemas; of one alone, with -v schema=NAME.
-- Caller: people. No program reads this file.
-- Invariant: only reads, so it is safe at any time.
-- Locks taken: none beyond those of a SELECT.

\if :{?schema} \else
    \set schema ''
\endif

\echo '1. How far is each table of unfinished runs, and of those that ended within a day?'
SELECT t.run_name, t.target_schema, t.source_table,
       t.completed_chunks || '/' || t.total_chunks AS progress,
       round(t.completed_chunks::numeric / t.total_chunks * 100, 1) || '%' AS pct,
       t.status
  FROM migration_status.migration_table_status t
  JOIN migration_status.migration_run_status r USING (run_id)
 WHERE :'schema' IN ('', t.target_schema)
   AND (r.completed_at IS NULL OR r.completed_at > clock_timestamp() - interval '1 day')
 ORDER BY r.created_at, t.target_schema, t.table_no;

\echo '2. Which chunks failed permanently, and why? (fix the cause, then: snowmelt requeue RUN --failed)'
SELECT t.run_name, c.target_schema, c.target_table, c.chunk_id, c.chunk_range, c.attempts, c.error
  FROM migration_status.migration_chunk_status c
  JOIN migration_status.migration_table_status t USING (run_id, table_no)
 WHERE c.status = 'failed' AND t.status NOT IN ('completed', 'cancelled') AND :'schema' IN ('', c.target_schema)
 ORDER BY t.run_name, c.target_schema, c.target_table, c.chunk_id
 LIMIT 50;

\echo '3. Who is working? (lost = no heartbeat within the lease; its chunks go to other workers within about 15 s)'
SELECT w.host || ':' || w.pid AS worker,
       CASE WHEN w.lease_until < clock_timestamp() THEN 'lost' ELSE w.state END AS state,
       w.slots,
       (SELECT count(*) FROM migration_status.work k WHERE k.worker_id = w.worker_id AND k.state = 'claimed') AS chunks,
       date_trunc('second', w.lease_until - clock_timestamp()) AS lease_left
  FROM migration_status.worker w
 WHERE w.state <> 'gone'
   AND (w.lease_until > clock_timestamp() - interval '1 hour'
        OR EXISTS (SELECT FROM migration_status.work k WHERE k.worker_id = w.worker_id AND k.state = 'claimed'))
 ORDER BY state, worker;

\echo '4. How fast, minute by minute, over the last half hour?'
SELECT date_trunc('minute', completed_at) AS minute, count(*) AS chunks, sum(rows) AS rows
  FROM migration_status.migration_chunk_status
 WHERE status = 'completed' AND completed_at > clock_timestamp() - interval '30 minutes'
   AND :'schema' IN ('', target_schema)
 GROUP BY 1
 ORDER BY 1;

\echo '5. Which chunks take longest? (compare with the usual time per chunk of that table)'
SELECT c.target_schema, c.target_table, c.chunk_id, c.chunk_range, c.attempts, c.worker,
       date_trunc('second', clock_timestamp() - c.started_at) AS running,
       (SELECT date_trunc('second', avg(d.completed_at - d.started_at))
          FROM migration_status.migration_chunk_status d
         WHERE d.run_id = c.run_id AND d.target_schema = c.target_schema AND d.target_table = c.target_table
           AND d.status = 'completed') AS usual
  FROM migration_status.migration_chunk_status c
 WHERE c.status = 'in_progress' AND :'schema' IN ('', c.target_schema)
 ORDER BY c.started_at
 LIMIT 10;

\echo '6. Which runs are not finished, and who leads them? (nobody = the next snowmelt run resumes the run)'
SELECT name AS run, status, coordinator AS led_by, source, date_trunc('second', created_at) AS planned_at
  FROM migration_status.migration_run_status
 WHERE status NOT IN ('completed', 'cancelled')
 ORDER BY created_at;

\echo '7. Which sources are not being used? (they failed too often, or refused a login; the error says what to do)'
SELECT source, state, failures, date_trunc('second', changed_at) AS since,
       date_trunc('second', rest_until - clock_timestamp()) AS next_try_in, error
  FROM migration_status.source_breaker
 WHERE state <> 'closed' OR error LIKE 'login refused: %'
 ORDER BY source;

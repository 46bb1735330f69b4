
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA analytics;

CREATE SCHEMA migration_receipt;

CREATE SCHEMA migration_status;

CREATE TYPE migration_status.work_state AS ENUM (
    'ready',
    'claimed',
    'done',
    'failed'
);

CREATE FUNCTION migration_status.claim_chunk(run uuid, low_watermark bigint, worker uuid, token uuid, target_pid integer, target_start timestamp with time zone) RETURNS TABLE(table_no integer, epoch integer, chunk_no integer, attempt integer, queue_pos bigint, predicate text, chunk_range text, expected_rows bigint, is_after_loss boolean)
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    AS $$
#variable_conflict use_column
DECLARE
    claimed migration_status.work;
BEGIN
    SET LOCAL synchronous_commit = off;
    SELECT w.* INTO claimed
      FROM migration_status.work w
     WHERE w.state = 'ready' AND w.run_id = run AND w.queue_pos > low_watermark AND w.ready_at <= clock_timestamp()
       AND EXISTS (SELECT FROM migration_status.worker me
                    WHERE me.worker_id = worker AND me.state = 'alive' AND me.lease_until > clock_timestamp())
       AND EXISTS (SELECT FROM migration_status.run r
                    WHERE r.run_id = run AND r.state = 'active' AND NOT r.paused
                      AND NOT EXISTS (SELECT FROM migration_status.source_breaker b
                                       WHERE b.source = r.source AND b.state <> 'closed'))
     ORDER BY w.queue_pos
     LIMIT 1
       FOR UPDATE OF w SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE migration_status.work w
       SET state = 'claimed', worker_id = worker, claim_token = token, attempt = w.attempt + 1,
           claimed_at = clock_timestamp(), finished_at = NULL, backend_pid = target_pid, backend_start = target_start
     WHERE w.run_id = run AND w.table_no = claimed.table_no AND w.epoch = claimed.epoch
       AND w.chunk_no = claimed.chunk_no
    RETURNING w.* INTO STRICT claimed;
    RETURN QUERY
    SELECT c.table_no, c.epoch, c.chunk_no, claimed.attempt, claimed.queue_pos, c.predicate, c.chunk_range,
           c.expected_rows,
           claimed.attempt > 1 AND EXISTS (
               SELECT FROM migration_status.attempt a
                WHERE a.run_id = run AND a.table_no = claimed.table_no AND a.epoch = claimed.epoch
                  AND a.chunk_no = claimed.chunk_no AND a.attempt = claimed.attempt - 1 AND a.outcome = 'lost')
      FROM migration_status.chunk c
     WHERE c.run_id = run AND c.table_no = claimed.table_no AND c.epoch = claimed.epoch
       AND c.chunk_no = claimed.chunk_no;
END $$;

CREATE FUNCTION migration_status.delete_chunks_of_runs() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM migration_status.work WHERE run_id IN (SELECT run_id FROM deleted);
    DELETE FROM migration_status.chunk WHERE run_id IN (SELECT run_id FROM deleted);
    RETURN NULL;
END $$;

CREATE FUNCTION migration_status.finish_chunk(run uuid, table_number integer, table_epoch integer, chunk_number integer, token uuid, copied_rows bigint, copied_bytes bigint, source_time integer, encode_time integer, target_time integer) RETURNS boolean
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    AS $$
BEGIN
    SET LOCAL synchronous_commit = off;
    WITH finished AS (
        UPDATE migration_status.work
           SET state = 'done', finished_at = clock_timestamp(), rows = copied_rows, bytes = copied_bytes,
               source_ms = source_time, encode_ms = encode_time, target_ms = target_time
         WHERE run_id = run AND table_no = table_number AND epoch = table_epoch AND chunk_no = chunk_number
           AND claim_token = token AND state::text = 'claimed'
        RETURNING *)
    INSERT INTO migration_status.attempt (run_id, table_no, epoch, chunk_no, attempt, outcome, worker_id, started_at)
    SELECT run_id, table_no, epoch, chunk_no, attempt, 'done', worker_id, claimed_at FROM finished;
    RETURN FOUND;
END $$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE analytics.__snowmelt_651acb40_1 (
    visit_id bigint,
    agent_id bigint,
    visited date,
    amount numeric(12,2),
    note text
);

CREATE UNLOGGED TABLE analytics.__snowmelt_651acb40_2 (
    event_id bigint,
    kind text,
    happened timestamp without time zone
);

CREATE TABLE analytics.agents (
    agent_id bigint NOT NULL,
    name text
);

CREATE TABLE analytics.payments (
    payment_id bigint,
    cents bigint,
    payer text
);

CREATE TABLE analytics.visits (
    visit_id bigint NOT NULL,
    agent_id integer,
    visited date,
    amount numeric(12,2),
    note text
);

COMMENT ON TABLE analytics.visits IS 'Who was where';

CREATE TABLE migration_receipt.receipt (
    run_id uuid NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    chunk_no integer NOT NULL,
    rows bigint NOT NULL,
    bytes bigint NOT NULL,
    attempt integer NOT NULL,
    worker_id uuid NOT NULL,
    snapshot text NOT NULL,
    committed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    halves jsonb,
    CONSTRAINT receipt_void CHECK (((halves IS NULL) OR ((rows = 0) AND (bytes = 0))))
);

CREATE TABLE migration_receipt.schema_version (
    version integer NOT NULL,
    program text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE migration_receipt.table_fence (
    target_schema text NOT NULL,
    target_table text NOT NULL,
    run_id uuid NOT NULL,
    run_name text NOT NULL,
    owner text NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    truncated_at timestamp with time zone,
    published_at timestamp with time zone,
    released_at timestamp with time zone,
    fenced_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    unlogged boolean DEFAULT false NOT NULL
)
WITH (fillfactor='50');

CREATE UNLOGGED TABLE migration_receipt.unlogged_receipt (
    run_id uuid NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    chunk_no integer NOT NULL,
    rows bigint NOT NULL,
    bytes bigint NOT NULL,
    attempt integer NOT NULL,
    worker_id uuid NOT NULL,
    snapshot text NOT NULL,
    committed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    halves jsonb,
    CONSTRAINT receipt_void CHECK (((halves IS NULL) OR ((rows = 0) AND (bytes = 0))))
);

CREATE TABLE migration_status.attempt (
    attempt_id bigint NOT NULL,
    run_id uuid NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    chunk_no integer NOT NULL,
    attempt integer NOT NULL,
    outcome text NOT NULL,
    worker_id uuid,
    started_at timestamp with time zone,
    ended_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    error text,
    CONSTRAINT attempt_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'released'::text, 'overdue'::text, 'retried'::text, 'failed'::text, 'lost'::text, 'requeued'::text, 'split'::text])))
);

ALTER TABLE migration_status.attempt ALTER COLUMN attempt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME migration_status.attempt_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE migration_status.chunk (
    run_id uuid NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    chunk_no integer NOT NULL,
    predicate text,
    chunk_range text NOT NULL,
    expected_rows bigint,
    parent_no integer,
    lower_bound text,
    upper_bound text,
    bucket integer,
    buckets integer
);

CREATE SEQUENCE migration_status.queue_pos
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE migration_status.run_table (
    run_id uuid NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    source_schema text,
    source_table text NOT NULL,
    target_schema text NOT NULL,
    target_table text NOT NULL,
    mode text NOT NULL,
    state text DEFAULT 'planning'::text NOT NULL,
    spec jsonb,
    total_chunks integer DEFAULT 0 NOT NULL,
    expected_rows bigint DEFAULT 0 NOT NULL,
    published_rows bigint,
    error text,
    completed_at timestamp with time zone,
    CONSTRAINT run_table_state_check CHECK ((state = ANY (ARRAY['planning'::text, 'loading'::text, 'publishing'::text, 'completed'::text, 'cancelled'::text])))
);

CREATE TABLE migration_status.work (
    run_id uuid NOT NULL,
    table_no integer NOT NULL,
    epoch integer NOT NULL,
    chunk_no integer NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    state migration_status.work_state DEFAULT 'ready'::migration_status.work_state NOT NULL,
    queue_pos bigint DEFAULT nextval('migration_status.queue_pos'::regclass) NOT NULL,
    ready_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    claimed_at timestamp with time zone,
    finished_at timestamp with time zone,
    backend_start timestamp with time zone,
    worker_id uuid,
    claim_token uuid,
    rows bigint,
    bytes bigint,
    backend_pid integer,
    source_ms integer,
    encode_ms integer,
    target_ms integer
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE migration_status.worker (
    worker_id uuid NOT NULL,
    config_identity text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    slots integer NOT NULL,
    version text NOT NULL,
    state text DEFAULT 'alive'::text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    CONSTRAINT worker_state_check CHECK ((state = ANY (ARRAY['alive'::text, 'draining'::text, 'gone'::text])))
)
WITH (fillfactor='40', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='200');

CREATE VIEW migration_status.migration_chunk_status AS
 SELECT w.run_id,
    t.source_table,
    t.target_schema,
    t.target_table,
    w.chunk_no AS chunk_id,
    c.chunk_range,
        CASE w.state
            WHEN 'ready'::migration_status.work_state THEN 'pending'::text
            WHEN 'claimed'::migration_status.work_state THEN 'in_progress'::text
            WHEN 'done'::migration_status.work_state THEN 'completed'::text
            ELSE 'failed'::text
        END AS status,
    w.attempt AS attempts,
    ((k.host || ':'::text) || k.pid) AS worker,
    w.rows,
    w.claimed_at AS started_at,
        CASE
            WHEN (w.state = ANY (ARRAY['done'::migration_status.work_state, 'failed'::migration_status.work_state])) THEN w.finished_at
            ELSE NULL::timestamp with time zone
        END AS completed_at,
    a.error,
    t.table_no,
    c.expected_rows,
    w.bytes,
    w.ready_at,
    w.source_ms,
    w.encode_ms,
    w.target_ms
   FROM ((((migration_status.work w
     JOIN migration_status.run_table t USING (run_id, table_no, epoch))
     JOIN migration_status.chunk c USING (run_id, table_no, epoch, chunk_no))
     LEFT JOIN migration_status.worker k ON ((k.worker_id = w.worker_id)))
     LEFT JOIN LATERAL ( SELECT attempt.error
           FROM migration_status.attempt
          WHERE ((attempt.run_id = w.run_id) AND (attempt.table_no = w.table_no) AND (attempt.epoch = w.epoch) AND (attempt.chunk_no = w.chunk_no) AND (attempt.error IS NOT NULL))
          ORDER BY attempt.attempt_id DESC
         LIMIT 1) a ON ((w.state <> 'done'::migration_status.work_state)));

CREATE TABLE migration_status.run (
    run_id uuid NOT NULL,
    name text NOT NULL,
    config_identity text NOT NULL,
    state text DEFAULT 'planning'::text NOT NULL,
    paused boolean DEFAULT false NOT NULL,
    settings jsonb NOT NULL,
    source text NOT NULL,
    snapshot text NOT NULL,
    migration_version text NOT NULL,
    planned_by text NOT NULL,
    coordinator_id uuid,
    coordinator text,
    coordinator_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    CONSTRAINT run_state_check CHECK ((state = ANY (ARRAY['planning'::text, 'active'::text, 'completed'::text, 'cancelled'::text])))
);

CREATE VIEW migration_status.migration_table_status AS
 SELECT t.run_id,
    r.name AS run_name,
    t.source_schema,
    t.source_table,
    t.target_schema,
    t.target_table,
    t.mode,
        CASE
            WHEN (t.state = ANY (ARRAY['planning'::text, 'completed'::text, 'cancelled'::text])) THEN t.state
            WHEN (t.error IS NOT NULL) THEN 'failed'::text
            WHEN (t.state = 'publishing'::text) THEN 'publishing'::text
            WHEN ((w.failed_chunks > 0) AND (w.open_chunks = 0)) THEN 'failed'::text
            WHEN (w.untouched_chunks = t.total_chunks) THEN 'pending'::text
            ELSE 'in_progress'::text
        END AS status,
    GREATEST(t.total_chunks, 1) AS total_chunks,
    w.completed_chunks,
    w.failed_chunks,
    t.expected_rows,
    w.copied_rows,
    (0)::bigint AS rejected_rows,
    w.bytes,
    w.started_at,
    t.completed_at,
    r.migration_version,
    w.claimed_chunks,
    w.ready_chunks,
    t.table_no,
    t.epoch,
    t.error
   FROM ((migration_status.run_table t
     JOIN migration_status.run r USING (run_id))
     CROSS JOIN LATERAL ( SELECT (count(*) FILTER (WHERE (work.state = 'done'::migration_status.work_state)))::integer AS completed_chunks,
            (count(*) FILTER (WHERE (work.state = 'failed'::migration_status.work_state)))::integer AS failed_chunks,
            (count(*) FILTER (WHERE (work.state = 'claimed'::migration_status.work_state)))::integer AS claimed_chunks,
            (count(*) FILTER (WHERE (work.state = 'ready'::migration_status.work_state)))::integer AS ready_chunks,
            (count(*) FILTER (WHERE (work.state = ANY (ARRAY['ready'::migration_status.work_state, 'claimed'::migration_status.work_state]))))::integer AS open_chunks,
            (count(*) FILTER (WHERE ((work.state = 'ready'::migration_status.work_state) AND (work.attempt = 0))))::integer AS untouched_chunks,
            (COALESCE(sum(work.rows) FILTER (WHERE (work.state = 'done'::migration_status.work_state)), (0)::numeric))::bigint AS copied_rows,
            (COALESCE(sum(work.bytes) FILTER (WHERE (work.state = 'done'::migration_status.work_state)), (0)::numeric))::bigint AS bytes,
            min(work.claimed_at) AS started_at
           FROM migration_status.work
          WHERE ((work.run_id = t.run_id) AND (work.table_no = t.table_no) AND (work.epoch = t.epoch))) w);

CREATE VIEW migration_status.migration_run_status AS
 SELECT r.run_id,
    r.name,
        CASE
            WHEN (r.state <> 'active'::text) THEN r.state
            WHEN r.paused THEN 'paused'::text
            WHEN ((t.failed > 0) AND (t.moving = 0)) THEN 'failed'::text
            WHEN (t.pending = t.tables) THEN 'pending'::text
            WHEN ((t.publishing > 0) AND (t.loading = 0)) THEN 'publishing'::text
            ELSE 'in_progress'::text
        END AS status,
    r.source,
    r.snapshot,
    r.migration_version,
    r.planned_by,
        CASE
            WHEN (r.coordinator_until > clock_timestamp()) THEN r.coordinator
            ELSE NULL::text
        END AS coordinator,
    r.created_at,
    r.completed_at,
    r.config_identity
   FROM (migration_status.run r
     CROSS JOIN LATERAL ( SELECT count(*) AS tables,
            count(*) FILTER (WHERE (s.status = 'failed'::text)) AS failed,
            count(*) FILTER (WHERE (s.status = 'pending'::text)) AS pending,
            count(*) FILTER (WHERE (s.status = 'publishing'::text)) AS publishing,
            count(*) FILTER (WHERE (s.status = ANY (ARRAY['pending'::text, 'in_progress'::text]))) AS loading,
            count(*) FILTER (WHERE (s.status = ANY (ARRAY['pending'::text, 'in_progress'::text, 'publishing'::text]))) AS moving
           FROM migration_status.migration_table_status s
          WHERE (s.run_id = r.run_id)) t);

CREATE TABLE migration_status.schema_version (
    version integer NOT NULL,
    program text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE migration_status.source_breaker (
    source text NOT NULL,
    state text DEFAULT 'closed'::text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    openings integer DEFAULT 0 NOT NULL,
    rest_until timestamp with time zone,
    probe_worker uuid,
    probe_slot integer,
    probe_until timestamp with time zone,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    error text,
    CONSTRAINT source_breaker_state_check CHECK ((state = ANY (ARRAY['closed'::text, 'open'::text, 'half_open'::text])))
)
WITH (fillfactor='50');

CREATE TABLE migration_status.source_permit (
    source text NOT NULL,
    permit_no integer NOT NULL,
    worker_id uuid,
    slot_no integer
)
WITH (fillfactor='50');

INSERT INTO analytics.__snowmelt_651acb40_1 VALUES
	(303, 1, '2020-04-11', 25.25, 'visit 101 🚚 ü'),
	(306, 7, '2020-04-12', 25.50, 'visit 102 🚚 ü'),
	(309, 3, '2020-04-13', 25.75, 'visit 103 🚚 ü'),
	(312, 4, '2020-04-14', 26.00, 'visit 104 🚚 ü'),
	(315, 7, '2020-04-15', 26.25, NULL),
	(318, 6, '2020-04-16', 26.50, 'visit 106 🚚 ü'),
	(321, 7, '2020-04-17', 26.75, 'visit 107 🚚 ü'),
	(324, 7, '2020-04-18', 27.00, 'visit 108 🚚 ü'),
	(327, 9, '2020-04-19', 27.25, 'visit 109 🚚 ü'),
	(330, NULL, '2020-04-20', 27.50, ''),
	(333, 7, '2020-04-21', 27.75, 'visit 111 🚚 ü'),
	(336, 12, '2020-04-22', 28.00, NULL),
	(339, 13, '2020-04-23', 28.25, 'visit 113 🚚 ü'),
	(342, 7, '2020-04-24', 28.50, 'visit 114 🚚 ü'),
	(345, 15, '2020-04-25', 28.75, 'visit 115 🚚 ü'),
	(348, 16, '2020-04-26', 29.00, 'visit 116 🚚 ü'),
	(351, 7, '2020-04-27', 29.25, 'visit 117 🚚 ü'),
	(354, 18, '2020-04-28', 29.50, 'visit 118 🚚 ü'),
	(357, 19, '2020-04-29', 29.75, NULL),
	(360, NULL, '2020-04-30', 30.00, 'visit 120 🚚 ü'),
	(363, 21, '2020-05-01', 30.25, ''),
	(366, 22, '2020-05-02', 30.50, 'visit 122 🚚 ü'),
	(369, 7, '2020-05-03', 30.75, 'visit 123 🚚 ü'),
	(372, 24, '2020-05-04', 31.00, 'visit 124 🚚 ü'),
	(375, 25, '2020-05-05', 31.25, 'visit 125 🚚 ü'),
	(378, 7, '2020-05-06', 31.50, NULL),
	(381, 27, '2020-05-07', 31.75, 'visit 127 🚚 ü'),
	(384, 28, '2020-05-08', 32.00, 'visit 128 🚚 ü'),
	(387, 7, '2020-05-09', 32.25, 'visit 129 🚚 ü'),
	(390, NULL, '2020-05-10', 32.50, 'visit 130 🚚 ü'),
	(393, 31, '2020-05-11', 32.75, 'visit 131 🚚 ü'),
	(396, 7, '2020-05-12', 33.00, ''),
	(399, 33, '2020-05-13', 33.25, NULL),
	(402, 34, '2020-05-14', 33.50, 'visit 134 🚚 ü'),
	(405, 7, '2020-05-15', 33.75, 'visit 135 🚚 ü'),
	(408, 36, '2020-05-16', 34.00, 'visit 136 🚚 ü'),
	(411, 37, '2020-05-17', 34.25, 'visit 137 🚚 ü'),
	(414, 7, '2020-05-18', 34.50, 'visit 138 🚚 ü'),
	(417, 39, '2020-05-19', 34.75, 'visit 139 🚚 ü'),
	(420, NULL, '2020-05-20', 35.00, NULL),
	(423, 7, '2020-05-21', 35.25, 'visit 141 🚚 ü'),
	(426, 42, '2020-05-22', 35.50, 'visit 142 🚚 ü'),
	(429, 43, '2020-05-23', 35.75, ''),
	(432, 7, '2020-05-24', 36.00, 'visit 144 🚚 ü'),
	(435, 45, '2020-05-25', 36.25, 'visit 145 🚚 ü'),
	(438, 46, '2020-05-26', 36.50, 'visit 146 🚚 ü'),
	(441, 7, '2020-05-27', 36.75, NULL),
	(444, 48, '2020-05-28', 37.00, 'visit 148 🚚 ü'),
	(447, 49, '2020-05-29', 37.25, 'visit 149 🚚 ü'),
	(450, NULL, '2020-05-30', 37.50, 'visit 150 🚚 ü'),
	(453, 1, '2020-05-31', 37.75, 'visit 151 🚚 ü'),
	(456, 2, '2020-06-01', 38.00, 'visit 152 🚚 ü'),
	(459, 7, '2020-06-02', 38.25, 'visit 153 🚚 ü'),
	(462, 4, '2020-06-03', 38.50, NULL),
	(465, 5, '2020-06-04', 38.75, 'visit 155 🚚 ü'),
	(468, 7, '2020-06-05', 39.00, 'visit 156 🚚 ü'),
	(471, 7, '2020-06-06', 39.25, 'visit 157 🚚 ü'),
	(474, 8, '2020-06-07', 39.50, 'visit 158 🚚 ü'),
	(477, 7, '2020-06-08', 39.75, 'visit 159 🚚 ü'),
	(480, NULL, '2020-06-09', 40.00, 'visit 160 🚚 ü'),
	(483, 11, '2020-06-10', 40.25, NULL),
	(486, 7, '2020-06-11', 40.50, 'visit 162 🚚 ü'),
	(489, 13, '2020-06-12', 40.75, 'visit 163 🚚 ü'),
	(492, 14, '2020-06-13', 41.00, 'visit 164 🚚 ü'),
	(495, 7, '2020-06-14', 41.25, ''),
	(498, 16, '2020-06-15', 41.50, 'visit 166 🚚 ü'),
	(501, 17, '2020-06-16', 41.75, 'visit 167 🚚 ü'),
	(504, 7, '2020-06-17', 42.00, NULL),
	(507, 19, '2020-06-18', 42.25, 'visit 169 🚚 ü'),
	(510, NULL, '2020-06-19', 42.50, 'visit 170 🚚 ü'),
	(513, 7, '2020-06-20', 42.75, 'visit 171 🚚 ü'),
	(516, 22, '2020-06-21', 43.00, 'visit 172 🚚 ü'),
	(519, 23, '2020-06-22', 43.25, 'visit 173 🚚 ü'),
	(522, 7, '2020-06-23', 43.50, 'visit 174 🚚 ü'),
	(525, 25, '2020-06-24', 43.75, NULL),
	(528, 26, '2020-06-25', 44.00, ''),
	(531, 7, '2020-06-26', 44.25, 'visit 177 🚚 ü'),
	(534, 28, '2020-06-27', 44.50, 'visit 178 🚚 ü'),
	(537, 29, '2020-06-28', 44.75, 'visit 179 🚚 ü'),
	(540, NULL, '2020-06-29', 45.00, 'visit 180 🚚 ü'),
	(543, 31, '2020-06-30', 45.25, 'visit 181 🚚 ü'),
	(546, 32, '2020-07-01', 45.50, NULL),
	(549, 7, '2020-07-02', 45.75, 'visit 183 🚚 ü'),
	(552, 34, '2020-07-03', 46.00, 'visit 184 🚚 ü'),
	(555, 35, '2020-07-04', 46.25, 'visit 185 🚚 ü'),
	(558, 7, '2020-07-05', 46.50, 'visit 186 🚚 ü'),
	(561, 37, '2020-07-06', 46.75, ''),
	(564, 38, '2020-07-07', 47.00, 'visit 188 🚚 ü'),
	(567, 7, '2020-07-08', 47.25, NULL),
	(570, NULL, '2020-07-09', 47.50, 'visit 190 🚚 ü'),
	(573, 41, '2020-07-10', 47.75, 'visit 191 🚚 ü'),
	(576, 7, '2020-07-11', 48.00, 'visit 192 🚚 ü'),
	(579, 43, '2020-07-12', 48.25, 'visit 193 🚚 ü'),
	(582, 44, '2020-07-13', 48.50, 'visit 194 🚚 ü'),
	(585, 7, '2020-07-14', 48.75, 'visit 195 🚚 ü'),
	(588, 46, '2020-07-15', 49.00, NULL),
	(591, 47, '2020-07-16', 49.25, 'visit 197 🚚 ü'),
	(594, 7, '2020-07-17', 49.50, ''),
	(597, 49, '2020-07-18', 49.75, 'visit 199 🚚 ü'),
	(600, NULL, '2020-07-19', 50.00, 'visit 200 🚚 ü');
INSERT INTO analytics.__snowmelt_651acb40_1 VALUES
	(603, 7, '2020-07-20', 50.25, 'visit 201 🚚 ü'),
	(606, 2, '2020-07-21', 50.50, 'visit 202 🚚 ü'),
	(609, 3, '2020-07-22', 50.75, NULL),
	(612, 7, '2020-07-23', 51.00, 'visit 204 🚚 ü'),
	(615, 5, '2020-07-24', 51.25, 'visit 205 🚚 ü'),
	(618, 6, '2020-07-25', 51.50, 'visit 206 🚚 ü'),
	(621, 7, '2020-07-26', 51.75, 'visit 207 🚚 ü'),
	(624, 8, '2020-07-27', 52.00, 'visit 208 🚚 ü'),
	(627, 9, '2020-07-28', 52.25, ''),
	(630, NULL, '2020-07-29', 52.50, NULL),
	(633, 11, '2020-07-30', 52.75, 'visit 211 🚚 ü'),
	(636, 12, '2020-07-31', 53.00, 'visit 212 🚚 ü'),
	(639, 7, '2020-08-01', 53.25, 'visit 213 🚚 ü'),
	(642, 14, '2020-08-02', 53.50, 'visit 214 🚚 ü'),
	(645, 15, '2020-08-03', 53.75, 'visit 215 🚚 ü'),
	(648, 7, '2020-08-04', 54.00, 'visit 216 🚚 ü'),
	(651, 17, '2020-08-05', 54.25, NULL),
	(654, 18, '2020-08-06', 54.50, 'visit 218 🚚 ü'),
	(657, 7, '2020-08-07', 54.75, 'visit 219 🚚 ü'),
	(660, NULL, '2020-08-08', 55.00, ''),
	(663, 21, '2020-08-09', 55.25, 'visit 221 🚚 ü'),
	(666, 7, '2020-08-10', 55.50, 'visit 222 🚚 ü'),
	(669, 23, '2020-08-11', 55.75, 'visit 223 🚚 ü'),
	(672, 24, '2020-08-12', 56.00, NULL),
	(675, 7, '2020-08-13', 56.25, 'visit 225 🚚 ü'),
	(678, 26, '2020-08-14', 56.50, 'visit 226 🚚 ü'),
	(681, 27, '2020-08-15', 56.75, 'visit 227 🚚 ü'),
	(684, 7, '2020-08-16', 57.00, 'visit 228 🚚 ü'),
	(687, 29, '2020-08-17', 57.25, 'visit 229 🚚 ü'),
	(690, NULL, '2020-08-18', 57.50, 'visit 230 🚚 ü'),
	(693, 7, '2020-08-19', 57.75, NULL),
	(696, 32, '2020-08-20', 58.00, 'visit 232 🚚 ü'),
	(699, 33, '2020-08-21', 58.25, 'visit 233 🚚 ü'),
	(702, 7, '2020-08-22', 58.50, 'visit 234 🚚 ü'),
	(705, 35, '2020-08-23', 58.75, 'visit 235 🚚 ü'),
	(708, 36, '2020-08-24', 59.00, 'visit 236 🚚 ü'),
	(711, 7, '2020-08-25', 59.25, 'visit 237 🚚 ü'),
	(714, 38, '2020-08-26', 59.50, NULL),
	(717, 39, '2020-08-27', 59.75, 'visit 239 🚚 ü'),
	(720, NULL, '2020-08-28', 60.00, 'visit 240 🚚 ü'),
	(723, 41, '2020-08-29', 60.25, 'visit 241 🚚 ü'),
	(726, 42, '2020-08-30', 60.50, ''),
	(729, 7, '2020-08-31', 60.75, 'visit 243 🚚 ü'),
	(732, 44, '2020-09-01', 61.00, 'visit 244 🚚 ü'),
	(735, 45, '2020-09-02', 61.25, NULL),
	(738, 7, '2020-09-03', 61.50, 'visit 246 🚚 ü'),
	(741, 47, '2020-09-04', 61.75, 'visit 247 🚚 ü'),
	(744, 48, '2020-09-05', 62.00, 'visit 248 🚚 ü'),
	(747, 7, '2020-09-06', 62.25, 'visit 249 🚚 ü'),
	(750, NULL, '2020-09-07', 62.50, 'visit 250 🚚 ü'),
	(753, 1, '2020-09-08', 62.75, 'visit 251 🚚 ü'),
	(756, 7, '2020-09-09', 63.00, NULL),
	(759, 3, '2020-09-10', 63.25, ''),
	(762, 4, '2020-09-11', 63.50, 'visit 254 🚚 ü'),
	(765, 7, '2020-09-12', 63.75, 'visit 255 🚚 ü'),
	(768, 6, '2020-09-13', 64.00, 'visit 256 🚚 ü'),
	(771, 7, '2020-09-14', 64.25, 'visit 257 🚚 ü'),
	(774, 7, '2020-09-15', 64.50, 'visit 258 🚚 ü'),
	(777, 9, '2020-09-16', 64.75, NULL),
	(780, NULL, '2020-09-17', 65.00, 'visit 260 🚚 ü'),
	(783, 7, '2020-09-18', 65.25, 'visit 261 🚚 ü'),
	(786, 12, '2020-09-19', 65.50, 'visit 262 🚚 ü'),
	(789, 13, '2020-09-20', 65.75, 'visit 263 🚚 ü'),
	(792, 7, '2020-09-21', 66.00, ''),
	(795, 15, '2020-09-22', 66.25, 'visit 265 🚚 ü'),
	(798, 16, '2020-09-23', 66.50, NULL),
	(801, 7, '2020-09-24', 66.75, 'visit 267 🚚 ü'),
	(804, 18, '2020-09-25', 67.00, 'visit 268 🚚 ü'),
	(807, 19, '2020-09-26', 67.25, 'visit 269 🚚 ü'),
	(810, NULL, '2020-09-27', 67.50, 'visit 270 🚚 ü'),
	(813, 21, '2020-09-28', 67.75, 'visit 271 🚚 ü'),
	(816, 22, '2020-09-29', 68.00, 'visit 272 🚚 ü'),
	(819, 7, '2020-09-30', 68.25, NULL),
	(822, 24, '2020-10-01', 68.50, 'visit 274 🚚 ü'),
	(825, 25, '2020-10-02', 68.75, ''),
	(828, 7, '2020-10-03', 69.00, 'visit 276 🚚 ü'),
	(831, 27, '2020-10-04', 69.25, 'visit 277 🚚 ü'),
	(834, 28, '2020-10-05', 69.50, 'visit 278 🚚 ü'),
	(837, 7, '2020-10-06', 69.75, 'visit 279 🚚 ü'),
	(840, NULL, '2020-10-07', 70.00, NULL),
	(843, 31, '2020-10-08', 70.25, 'visit 281 🚚 ü'),
	(846, 7, '2020-10-09', 70.50, 'visit 282 🚚 ü'),
	(849, 33, '2020-10-10', 70.75, 'visit 283 🚚 ü'),
	(852, 34, '2020-10-11', 71.00, 'visit 284 🚚 ü'),
	(855, 7, '2020-10-12', 71.25, 'visit 285 🚚 ü'),
	(858, 36, '2020-10-13', 71.50, ''),
	(861, 37, '2020-10-14', 71.75, NULL),
	(864, 7, '2020-10-15', 72.00, 'visit 288 🚚 ü'),
	(867, 39, '2020-10-16', 72.25, 'visit 289 🚚 ü'),
	(870, NULL, '2020-10-17', 72.50, 'visit 290 🚚 ü'),
	(873, 7, '2020-10-18', 72.75, 'visit 291 🚚 ü'),
	(876, 42, '2020-10-19', 73.00, 'visit 292 🚚 ü'),
	(879, 43, '2020-10-20', 73.25, 'visit 293 🚚 ü'),
	(882, 7, '2020-10-21', 73.50, NULL),
	(885, 45, '2020-10-22', 73.75, 'visit 295 🚚 ü'),
	(888, 46, '2020-10-23', 74.00, 'visit 296 🚚 ü'),
	(891, 7, '2020-10-24', 74.25, ''),
	(894, 48, '2020-10-25', 74.50, 'visit 298 🚚 ü'),
	(897, 49, '2020-10-26', 74.75, 'visit 299 🚚 ü'),
	(900, NULL, '2020-10-27', 75.00, 'visit 300 🚚 ü');

INSERT INTO analytics.__snowmelt_651acb40_2 VALUES
	(1, 'close', '2021-03-01 00:37:00'),
	(2, 'move', '2021-03-01 01:14:00'),
	(3, 'open', '2021-03-01 01:51:00'),
	(4, 'close', '2021-03-01 02:28:00'),
	(5, 'move', '2021-03-01 03:05:00'),
	(6, 'open', '2021-03-01 03:42:00'),
	(7, 'close', '2021-03-01 04:19:00'),
	(8, 'move', '2021-03-01 04:56:00'),
	(9, 'open', '2021-03-01 05:33:00'),
	(10, 'close', '2021-03-01 06:10:00'),
	(11, 'move', '2021-03-01 06:47:00'),
	(12, 'open', '2021-03-01 07:24:00'),
	(13, 'close', NULL),
	(14, 'move', '2021-03-01 08:38:00'),
	(15, 'open', '2021-03-01 09:15:00'),
	(16, 'close', '2021-03-01 09:52:00'),
	(17, 'move', '2021-03-01 10:29:00'),
	(18, 'open', '2021-03-01 11:06:00'),
	(19, 'close', '2021-03-01 11:43:00'),
	(20, 'move', '2021-03-01 12:20:00'),
	(21, 'open', '2021-03-01 12:57:00'),
	(22, 'close', '2021-03-01 13:34:00'),
	(23, 'move', '2021-03-01 14:11:00'),
	(24, 'open', '2021-03-01 14:48:00'),
	(25, 'close', '2021-03-01 15:25:00'),
	(26, 'move', NULL),
	(27, 'open', '2021-03-01 16:39:00'),
	(28, 'close', '2021-03-01 17:16:00'),
	(29, 'move', '2021-03-01 17:53:00'),
	(30, 'open', '2021-03-01 18:30:00'),
	(31, 'close', '2021-03-01 19:07:00'),
	(32, 'move', '2021-03-01 19:44:00'),
	(33, 'open', '2021-03-01 20:21:00'),
	(34, 'close', '2021-03-01 20:58:00'),
	(35, 'move', '2021-03-01 21:35:00'),
	(36, 'open', '2021-03-01 22:12:00'),
	(37, 'close', '2021-03-01 22:49:00'),
	(38, 'move', '2021-03-01 23:26:00'),
	(39, 'open', NULL),
	(40, 'close', '2021-03-02 00:40:00'),
	(41, 'move', '2021-03-02 01:17:00'),
	(42, 'open', '2021-03-02 01:54:00'),
	(43, 'close', '2021-03-02 02:31:00'),
	(44, 'move', '2021-03-02 03:08:00'),
	(45, 'open', '2021-03-02 03:45:00'),
	(46, 'close', '2021-03-02 04:22:00'),
	(47, 'move', '2021-03-02 04:59:00'),
	(48, 'open', '2021-03-02 05:36:00'),
	(49, 'close', '2021-03-02 06:13:00'),
	(50, 'move', '2021-03-02 06:50:00'),
	(51, 'open', '2021-03-02 07:27:00'),
	(52, 'close', NULL),
	(53, 'move', '2021-03-02 08:41:00'),
	(54, 'open', '2021-03-02 09:18:00'),
	(55, 'close', '2021-03-02 09:55:00'),
	(56, 'move', '2021-03-02 10:32:00'),
	(57, 'open', '2021-03-02 11:09:00'),
	(58, 'close', '2021-03-02 11:46:00'),
	(59, 'move', '2021-03-02 12:23:00'),
	(60, 'open', '2021-03-02 13:00:00'),
	(61, 'close', '2021-03-02 13:37:00'),
	(62, 'move', '2021-03-02 14:14:00'),
	(63, 'open', '2021-03-02 14:51:00'),
	(64, 'close', '2021-03-02 15:28:00'),
	(65, 'move', NULL),
	(66, 'open', '2021-03-02 16:42:00'),
	(67, 'close', '2021-03-02 17:19:00'),
	(68, 'move', '2021-03-02 17:56:00'),
	(69, 'open', '2021-03-02 18:33:00'),
	(70, 'close', '2021-03-02 19:10:00'),
	(71, 'move', '2021-03-02 19:47:00'),
	(72, 'open', '2021-03-02 20:24:00'),
	(73, 'close', '2021-03-02 21:01:00'),
	(74, 'move', '2021-03-02 21:38:00'),
	(75, 'open', '2021-03-02 22:15:00'),
	(76, 'close', '2021-03-02 22:52:00'),
	(77, 'move', '2021-03-02 23:29:00'),
	(78, 'open', NULL),
	(79, 'close', '2021-03-03 00:43:00'),
	(80, 'move', '2021-03-03 01:20:00'),
	(81, 'open', '2021-03-03 01:57:00'),
	(82, 'close', '2021-03-03 02:34:00'),
	(83, 'move', '2021-03-03 03:11:00'),
	(84, 'open', '2021-03-03 03:48:00'),
	(85, 'close', '2021-03-03 04:25:00'),
	(86, 'move', '2021-03-03 05:02:00'),
	(87, 'open', '2021-03-03 05:39:00'),
	(88, 'close', '2021-03-03 06:16:00'),
	(89, 'move', '2021-03-03 06:53:00'),
	(90, 'open', '2021-03-03 07:30:00'),
	(91, 'close', NULL),
	(92, 'move', '2021-03-03 08:44:00'),
	(93, 'open', '2021-03-03 09:21:00'),
	(94, 'close', '2021-03-03 09:58:00'),
	(95, 'move', '2021-03-03 10:35:00'),
	(96, 'open', '2021-03-03 11:12:00'),
	(97, 'close', '2021-03-03 11:49:00'),
	(98, 'move', '2021-03-03 12:26:00'),
	(99, 'open', '2021-03-03 13:03:00'),
	(100, 'close', '2021-03-03 13:40:00');
INSERT INTO analytics.__snowmelt_651acb40_2 VALUES
	(101, 'move', '2021-03-03 14:17:00'),
	(102, 'open', '2021-03-03 14:54:00'),
	(103, 'close', '2021-03-03 15:31:00'),
	(104, 'move', NULL),
	(105, 'open', '2021-03-03 16:45:00'),
	(106, 'close', '2021-03-03 17:22:00'),
	(107, 'move', '2021-03-03 17:59:00'),
	(108, 'open', '2021-03-03 18:36:00'),
	(109, 'close', '2021-03-03 19:13:00'),
	(110, 'move', '2021-03-03 19:50:00'),
	(111, 'open', '2021-03-03 20:27:00'),
	(112, 'close', '2021-03-03 21:04:00'),
	(113, 'move', '2021-03-03 21:41:00'),
	(114, 'open', '2021-03-03 22:18:00'),
	(115, 'close', '2021-03-03 22:55:00'),
	(116, 'move', '2021-03-03 23:32:00'),
	(117, 'open', NULL),
	(118, 'close', '2021-03-04 00:46:00'),
	(119, 'move', '2021-03-04 01:23:00'),
	(120, 'open', '2021-03-04 02:00:00'),
	(121, 'close', '2021-03-04 02:37:00'),
	(122, 'move', '2021-03-04 03:14:00'),
	(123, 'open', '2021-03-04 03:51:00'),
	(124, 'close', '2021-03-04 04:28:00'),
	(125, 'move', '2021-03-04 05:05:00'),
	(126, 'open', '2021-03-04 05:42:00'),
	(127, 'close', '2021-03-04 06:19:00'),
	(128, 'move', '2021-03-04 06:56:00'),
	(129, 'open', '2021-03-04 07:33:00'),
	(130, 'close', NULL),
	(131, 'move', '2021-03-04 08:47:00'),
	(132, 'open', '2021-03-04 09:24:00'),
	(133, 'close', '2021-03-04 10:01:00'),
	(134, 'move', '2021-03-04 10:38:00'),
	(135, 'open', '2021-03-04 11:15:00'),
	(136, 'close', '2021-03-04 11:52:00'),
	(137, 'move', '2021-03-04 12:29:00'),
	(138, 'open', '2021-03-04 13:06:00'),
	(139, 'close', '2021-03-04 13:43:00'),
	(140, 'move', '2021-03-04 14:20:00'),
	(141, 'open', '2021-03-04 14:57:00'),
	(142, 'close', '2021-03-04 15:34:00'),
	(143, 'move', NULL),
	(144, 'open', '2021-03-04 16:48:00'),
	(145, 'close', '2021-03-04 17:25:00'),
	(146, 'move', '2021-03-04 18:02:00'),
	(147, 'open', '2021-03-04 18:39:00'),
	(148, 'close', '2021-03-04 19:16:00'),
	(149, 'move', '2021-03-04 19:53:00'),
	(150, 'open', '2021-03-04 20:30:00'),
	(151, 'close', '2021-03-04 21:07:00'),
	(152, 'move', '2021-03-04 21:44:00'),
	(153, 'open', '2021-03-04 22:21:00'),
	(154, 'close', '2021-03-04 22:58:00'),
	(155, 'move', '2021-03-04 23:35:00'),
	(156, 'open', NULL),
	(157, 'close', '2021-03-05 00:49:00'),
	(158, 'move', '2021-03-05 01:26:00'),
	(159, 'open', '2021-03-05 02:03:00'),
	(160, 'close', '2021-03-05 02:40:00'),
	(161, 'move', '2021-03-05 03:17:00'),
	(162, 'open', '2021-03-05 03:54:00'),
	(163, 'close', '2021-03-05 04:31:00'),
	(164, 'move', '2021-03-05 05:08:00'),
	(165, 'open', '2021-03-05 05:45:00'),
	(166, 'close', '2021-03-05 06:22:00'),
	(167, 'move', '2021-03-05 06:59:00'),
	(168, 'open', '2021-03-05 07:36:00'),
	(169, 'close', NULL),
	(170, 'move', '2021-03-05 08:50:00'),
	(171, 'open', '2021-03-05 09:27:00'),
	(172, 'close', '2021-03-05 10:04:00'),
	(173, 'move', '2021-03-05 10:41:00'),
	(174, 'open', '2021-03-05 11:18:00'),
	(175, 'close', '2021-03-05 11:55:00'),
	(176, 'move', '2021-03-05 12:32:00'),
	(177, 'open', '2021-03-05 13:09:00'),
	(178, 'close', '2021-03-05 13:46:00'),
	(179, 'move', '2021-03-05 14:23:00'),
	(180, 'open', '2021-03-05 15:00:00'),
	(181, 'close', '2021-03-05 15:37:00'),
	(182, 'move', NULL),
	(183, 'open', '2021-03-05 16:51:00'),
	(184, 'close', '2021-03-05 17:28:00'),
	(185, 'move', '2021-03-05 18:05:00'),
	(186, 'open', '2021-03-05 18:42:00'),
	(187, 'close', '2021-03-05 19:19:00'),
	(188, 'move', '2021-03-05 19:56:00'),
	(189, 'open', '2021-03-05 20:33:00'),
	(190, 'close', '2021-03-05 21:10:00'),
	(191, 'move', '2021-03-05 21:47:00'),
	(192, 'open', '2021-03-05 22:24:00'),
	(193, 'close', '2021-03-05 23:01:00'),
	(194, 'move', '2021-03-05 23:38:00'),
	(195, 'open', NULL),
	(196, 'close', '2021-03-06 00:52:00'),
	(197, 'move', '2021-03-06 01:29:00'),
	(198, 'open', '2021-03-06 02:06:00'),
	(199, 'close', '2021-03-06 02:43:00'),
	(200, 'move', '2021-03-06 03:20:00');
INSERT INTO analytics.__snowmelt_651acb40_2 VALUES
	(201, 'open', '2021-03-06 03:57:00'),
	(202, 'close', '2021-03-06 04:34:00'),
	(203, 'move', '2021-03-06 05:11:00'),
	(204, 'open', '2021-03-06 05:48:00'),
	(205, 'close', '2021-03-06 06:25:00'),
	(206, 'move', '2021-03-06 07:02:00'),
	(207, 'open', '2021-03-06 07:39:00'),
	(208, 'close', NULL),
	(209, 'move', '2021-03-06 08:53:00'),
	(210, 'open', '2021-03-06 09:30:00'),
	(211, 'close', '2021-03-06 10:07:00'),
	(212, 'move', '2021-03-06 10:44:00'),
	(213, 'open', '2021-03-06 11:21:00'),
	(214, 'close', '2021-03-06 11:58:00'),
	(215, 'move', '2021-03-06 12:35:00'),
	(216, 'open', '2021-03-06 13:12:00'),
	(217, 'close', '2021-03-06 13:49:00'),
	(218, 'move', '2021-03-06 14:26:00'),
	(219, 'open', '2021-03-06 15:03:00'),
	(220, 'close', '2021-03-06 15:40:00'),
	(221, 'move', NULL),
	(222, 'open', '2021-03-06 16:54:00'),
	(223, 'close', '2021-03-06 17:31:00'),
	(224, 'move', '2021-03-06 18:08:00'),
	(225, 'open', '2021-03-06 18:45:00'),
	(226, 'close', '2021-03-06 19:22:00'),
	(227, 'move', '2021-03-06 19:59:00'),
	(228, 'open', '2021-03-06 20:36:00'),
	(229, 'close', '2021-03-06 21:13:00'),
	(230, 'move', '2021-03-06 21:50:00'),
	(231, 'open', '2021-03-06 22:27:00'),
	(232, 'close', '2021-03-06 23:04:00'),
	(233, 'move', '2021-03-06 23:41:00'),
	(234, 'open', NULL),
	(235, 'close', '2021-03-07 00:55:00'),
	(236, 'move', '2021-03-07 01:32:00'),
	(237, 'open', '2021-03-07 02:09:00'),
	(238, 'close', '2021-03-07 02:46:00'),
	(239, 'move', '2021-03-07 03:23:00'),
	(240, 'open', '2021-03-07 04:00:00'),
	(241, 'close', '2021-03-07 04:37:00'),
	(242, 'move', '2021-03-07 05:14:00'),
	(243, 'open', '2021-03-07 05:51:00'),
	(244, 'close', '2021-03-07 06:28:00'),
	(245, 'move', '2021-03-07 07:05:00'),
	(246, 'open', '2021-03-07 07:42:00'),
	(247, 'close', NULL),
	(248, 'move', '2021-03-07 08:56:00'),
	(249, 'open', '2021-03-07 09:33:00'),
	(250, 'close', '2021-03-07 10:10:00'),
	(251, 'move', '2021-03-07 10:47:00'),
	(252, 'open', '2021-03-07 11:24:00'),
	(253, 'close', '2021-03-07 12:01:00'),
	(254, 'move', '2021-03-07 12:38:00'),
	(255, 'open', '2021-03-07 13:15:00'),
	(256, 'close', '2021-03-07 13:52:00'),
	(257, 'move', '2021-03-07 14:29:00'),
	(258, 'open', '2021-03-07 15:06:00'),
	(259, 'close', '2021-03-07 15:43:00'),
	(260, 'move', NULL),
	(261, 'open', '2021-03-07 16:57:00'),
	(262, 'close', '2021-03-07 17:34:00'),
	(263, 'move', '2021-03-07 18:11:00'),
	(264, 'open', '2021-03-07 18:48:00'),
	(265, 'close', '2021-03-07 19:25:00'),
	(266, 'move', '2021-03-07 20:02:00'),
	(267, 'open', '2021-03-07 20:39:00'),
	(268, 'close', '2021-03-07 21:16:00'),
	(269, 'move', '2021-03-07 21:53:00'),
	(270, 'open', '2021-03-07 22:30:00'),
	(271, 'close', '2021-03-07 23:07:00'),
	(272, 'move', '2021-03-07 23:44:00'),
	(273, 'open', NULL),
	(274, 'close', '2021-03-08 00:58:00'),
	(275, 'move', '2021-03-08 01:35:00'),
	(276, 'open', '2021-03-08 02:12:00'),
	(277, 'close', '2021-03-08 02:49:00'),
	(278, 'move', '2021-03-08 03:26:00'),
	(279, 'open', '2021-03-08 04:03:00'),
	(280, 'close', '2021-03-08 04:40:00'),
	(281, 'move', '2021-03-08 05:17:00'),
	(282, 'open', '2021-03-08 05:54:00'),
	(283, 'close', '2021-03-08 06:31:00'),
	(284, 'move', '2021-03-08 07:08:00'),
	(285, 'open', '2021-03-08 07:45:00'),
	(286, 'close', NULL),
	(287, 'move', '2021-03-08 08:59:00'),
	(288, 'open', '2021-03-08 09:36:00'),
	(289, 'close', '2021-03-08 10:13:00'),
	(290, 'move', '2021-03-08 10:50:00'),
	(291, 'open', '2021-03-08 11:27:00'),
	(292, 'close', '2021-03-08 12:04:00'),
	(293, 'move', '2021-03-08 12:41:00'),
	(294, 'open', '2021-03-08 13:18:00'),
	(295, 'close', '2021-03-08 13:55:00'),
	(296, 'move', '2021-03-08 14:32:00'),
	(297, 'open', '2021-03-08 15:09:00'),
	(298, 'close', '2021-03-08 15:46:00'),
	(299, 'move', NULL),
	(300, 'open', '2021-03-08 17:00:00');

INSERT INTO analytics.agents VALUES
	(1, 'Zoë'),
	(2, '李小龍'),
	(7, 'O''Hara');

INSERT INTO analytics.payments VALUES
	(-1, 100, 'before'),
	(-2, 200, NULL),
	(1, 1999, 'payer 1'),
	(2, 3998, 'payer 2'),
	(3, 5997, 'payer 3'),
	(4, 7996, 'payer 4'),
	(5, 9995, NULL),
	(6, 11994, 'payer 6'),
	(7, 13993, 'payer 7'),
	(8, 15992, 'payer 8'),
	(9, 17991, 'payer 9'),
	(10, 19990, NULL),
	(11, 21989, 'payer 11'),
	(12, 23988, 'payer 12'),
	(13, 25987, 'payer 13'),
	(14, 27986, 'payer 14'),
	(15, 29985, NULL),
	(16, 31984, 'payer 16'),
	(17, 33983, 'payer 17'),
	(18, 35982, 'payer 18'),
	(19, 37981, 'payer 19'),
	(20, 39980, NULL),
	(21, 41979, 'payer 21'),
	(22, 43978, 'payer 22'),
	(23, 45977, 'payer 23'),
	(24, 47976, 'payer 24'),
	(25, 49975, NULL),
	(26, 51974, 'payer 26'),
	(27, 53973, 'payer 27'),
	(28, 55972, 'payer 28'),
	(29, 57971, 'payer 29'),
	(30, 59970, NULL),
	(31, 61969, 'payer 31'),
	(32, 63968, 'payer 32'),
	(33, 65967, 'payer 33'),
	(34, 67966, 'payer 34'),
	(35, 69965, NULL),
	(36, 71964, 'payer 36'),
	(37, 73963, 'payer 37'),
	(38, 75962, 'payer 38'),
	(39, 77961, 'payer 39'),
	(40, 79960, NULL),
	(41, 81959, 'payer 1'),
	(42, 83958, 'payer 2'),
	(43, 85957, 'payer 3'),
	(44, 87956, 'payer 4'),
	(45, 89955, NULL),
	(46, 91954, 'payer 6'),
	(47, 93953, 'payer 7'),
	(48, 95952, 'payer 8'),
	(49, 97951, 'payer 9'),
	(50, 99950, NULL),
	(51, 101949, 'payer 11'),
	(52, 103948, 'payer 12'),
	(53, 105947, 'payer 13'),
	(54, 107946, 'payer 14'),
	(55, 109945, NULL),
	(56, 111944, 'payer 16'),
	(57, 113943, 'payer 17'),
	(58, 115942, 'payer 18'),
	(59, 117941, 'payer 19'),
	(60, 119940, NULL),
	(61, 121939, 'payer 21'),
	(62, 123938, 'payer 22'),
	(63, 125937, 'payer 23'),
	(64, 127936, 'payer 24'),
	(65, 129935, NULL),
	(66, 131934, 'payer 26'),
	(67, 133933, 'payer 27'),
	(68, 135932, 'payer 28'),
	(69, 137931, 'payer 29'),
	(70, 139930, NULL),
	(71, 141929, 'payer 31'),
	(72, 143928, 'payer 32'),
	(73, 145927, 'payer 33'),
	(74, 147926, 'payer 34'),
	(75, 149925, NULL),
	(76, 151924, 'payer 36'),
	(77, 153923, 'payer 37'),
	(78, 155922, 'payer 38'),
	(79, 157921, 'payer 39'),
	(80, 159920, NULL),
	(81, 161919, 'payer 1'),
	(82, 163918, 'payer 2'),
	(83, 165917, 'payer 3'),
	(84, 167916, 'payer 4'),
	(85, 169915, NULL),
	(86, 171914, 'payer 6'),
	(87, 173913, 'payer 7'),
	(88, 175912, 'payer 8'),
	(89, 177911, 'payer 9'),
	(90, 179910, NULL),
	(91, 181909, 'payer 11'),
	(92, 183908, 'payer 12'),
	(93, 185907, 'payer 13'),
	(94, 187906, 'payer 14'),
	(95, 189905, NULL),
	(96, 191904, 'payer 16'),
	(97, 193903, 'payer 17'),
	(98, 195902, 'payer 18');
INSERT INTO analytics.payments VALUES
	(99, 197901, 'payer 19'),
	(100, 199900, NULL),
	(101, 201899, 'payer 21'),
	(102, 203898, 'payer 22'),
	(103, 205897, 'payer 23'),
	(104, 207896, 'payer 24'),
	(105, 209895, NULL),
	(106, 211894, 'payer 26'),
	(107, 213893, 'payer 27'),
	(108, 215892, 'payer 28'),
	(109, 217891, 'payer 29'),
	(110, 219890, NULL),
	(111, 221889, 'payer 31'),
	(112, 223888, 'payer 32'),
	(113, 225887, 'payer 33'),
	(114, 227886, 'payer 34'),
	(115, 229885, NULL),
	(116, 231884, 'payer 36'),
	(117, 233883, 'payer 37'),
	(118, 235882, 'payer 38'),
	(119, 237881, 'payer 39'),
	(120, 239880, NULL),
	(121, 241879, 'payer 1'),
	(122, 243878, 'payer 2'),
	(123, 245877, 'payer 3'),
	(124, 247876, 'payer 4'),
	(125, 249875, NULL),
	(126, 251874, 'payer 6'),
	(127, 253873, 'payer 7'),
	(128, 255872, 'payer 8'),
	(129, 257871, 'payer 9'),
	(130, 259870, NULL),
	(131, 261869, 'payer 11'),
	(132, 263868, 'payer 12'),
	(133, 265867, 'payer 13'),
	(134, 267866, 'payer 14'),
	(135, 269865, NULL),
	(136, 271864, 'payer 16'),
	(137, 273863, 'payer 17'),
	(138, 275862, 'payer 18'),
	(139, 277861, 'payer 19'),
	(140, 279860, NULL),
	(141, 281859, 'payer 21'),
	(142, 283858, 'payer 22'),
	(143, 285857, 'payer 23'),
	(144, 287856, 'payer 24'),
	(145, 289855, NULL),
	(146, 291854, 'payer 26'),
	(147, 293853, 'payer 27'),
	(148, 295852, 'payer 28'),
	(149, 297851, 'payer 29'),
	(150, 299850, NULL),
	(151, 301849, 'payer 31'),
	(152, 303848, 'payer 32'),
	(153, 305847, 'payer 33'),
	(154, 307846, 'payer 34'),
	(155, 309845, NULL),
	(156, 311844, 'payer 36'),
	(157, 313843, 'payer 37'),
	(158, 315842, 'payer 38'),
	(159, 317841, 'payer 39'),
	(160, 319840, NULL),
	(161, 321839, 'payer 1'),
	(162, 323838, 'payer 2'),
	(163, 325837, 'payer 3'),
	(164, 327836, 'payer 4'),
	(165, 329835, NULL),
	(166, 331834, 'payer 6'),
	(167, 333833, 'payer 7'),
	(168, 335832, 'payer 8'),
	(169, 337831, 'payer 9'),
	(170, 339830, NULL),
	(171, 341829, 'payer 11'),
	(172, 343828, 'payer 12'),
	(173, 345827, 'payer 13'),
	(174, 347826, 'payer 14'),
	(175, 349825, NULL),
	(176, 351824, 'payer 16'),
	(177, 353823, 'payer 17'),
	(178, 355822, 'payer 18'),
	(179, 357821, 'payer 19'),
	(180, 359820, NULL),
	(181, 361819, 'payer 21'),
	(182, 363818, 'payer 22'),
	(183, 365817, 'payer 23'),
	(184, 367816, 'payer 24'),
	(185, 369815, NULL),
	(186, 371814, 'payer 26'),
	(187, 373813, 'payer 27'),
	(188, 375812, 'payer 28'),
	(189, 377811, 'payer 29'),
	(190, 379810, NULL),
	(191, 381809, 'payer 31'),
	(192, 383808, 'payer 32'),
	(193, 385807, 'payer 33'),
	(194, 387806, 'payer 34'),
	(195, 389805, NULL),
	(196, 391804, 'payer 36'),
	(197, 393803, 'payer 37'),
	(198, 395802, 'payer 38');
INSERT INTO analytics.payments VALUES
	(199, 397801, 'payer 39'),
	(200, 399800, NULL);

INSERT INTO analytics.visits VALUES
	(1, 1, '2019-12-31', 1.00, 'of before');

INSERT INTO migration_receipt.receipt VALUES
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 1, 0, 0, 1, '8df2153d-865f-4c6e-ba2c-a8afdf4d8cd0', 'unpinned', '2024-02-29 16:06:07.130556+00', '[{"range": "visit_id < 153", "extent": {"upper": "153"}, "number": 6, "predicate": "(`visit_id` < 153 OR `visit_id` IS NULL)"}, {"range": "visit_id >= 153 AND visit_id < 303", "extent": {"lower": "153", "upper": "303"}, "number": 7, "predicate": "`visit_id` >= 153 AND `visit_id` < 303"}]'),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 1, 100, 3637, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.342934+00', NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 4, 1, 1, 3, 94, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.346599+00', NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 2, 100, 6617, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.3507+00', NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 2, 100, 3645, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.356668+00', NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 3, 100, 6617, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.359661+00', NULL);

INSERT INTO migration_receipt.schema_version VALUES
	(1, '0.1.0', '2024-02-29 16:05:59.920219+00'),
	(2, '0.1.0', '2024-02-29 16:05:59.921125+00'),
	(3, '0.1.0', '2024-02-29 16:05:59.924839+00');

INSERT INTO migration_receipt.table_fence VALUES
	('analytics', 'visits', '651acb40-50b9-4183-9afa-2449ca29aeaa', 'nightly', 'loader@etl-1, process 2885', 1, 1, NULL, NULL, NULL, '2024-02-29 16:05:59.929126+00', false),
	('analytics', 'events', '651acb40-50b9-4183-9afa-2449ca29aeaa', 'nightly', 'loader@etl-1, process 2885', 2, 1, NULL, NULL, NULL, '2024-02-29 16:05:59.932473+00', true),
	('analytics', 'payments', '651acb40-50b9-4183-9afa-2449ca29aeaa', 'nightly', 'loader@etl-1, process 2885', 3, 1, NULL, NULL, NULL, '2024-02-29 16:05:59.936935+00', false),
	('analytics', 'agents', '651acb40-50b9-4183-9afa-2449ca29aeaa', 'nightly', 'loader@etl-1, process 2885', 4, 1, NULL, '2024-02-29 16:06:07.571086+00', '2024-02-29 16:06:07.571086+00', '2024-02-29 16:05:59.937385+00', false);

INSERT INTO migration_receipt.unlogged_receipt VALUES
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 1, 100, 3399, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.338209+00', NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 2, 100, 3390, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.353764+00', NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 3, 100, 3390, 1, 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'unpinned', '2024-02-29 16:06:07.36224+00', NULL);

INSERT INTO migration_status.attempt OVERRIDING SYSTEM VALUE VALUES
	(1, '651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 1, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.327483+00', '2024-02-29 16:06:07.33946+00', NULL),
	(2, '651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 1, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.340434+00', '2024-02-29 16:06:07.343433+00', NULL),
	(3, '651acb40-50b9-4183-9afa-2449ca29aeaa', 4, 1, 1, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.344107+00', '2024-02-29 16:06:07.34702+00', NULL),
	(4, '651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 2, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.347719+00', '2024-02-29 16:06:07.351147+00', NULL),
	(5, '651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 2, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.351827+00', '2024-02-29 16:06:07.354146+00', NULL),
	(6, '651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 2, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.354835+00', '2024-02-29 16:06:07.357126+00', NULL),
	(7, '651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 3, 1, 'done', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2024-02-29 16:06:07.357754+00', '2024-02-29 16:06:07.359991+00', NULL);

INSERT INTO migration_status.chunk VALUES
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 1, '(`visit_id` < 303 OR `visit_id` IS NULL)', 'visit_id < 303', 100, NULL, NULL, '303', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 2, '`visit_id` >= 303 AND `visit_id` < 603', 'visit_id >= 303 AND visit_id < 603', 100, NULL, '303', '603', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 3, '`visit_id` >= 603 AND `visit_id` < 903', 'visit_id >= 603 AND visit_id < 903', 100, NULL, '603', '903', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 4, '`visit_id` >= 903 AND `visit_id` < 1203', 'visit_id >= 903 AND visit_id < 1203', 100, NULL, '903', '1203', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 5, '`visit_id` >= 1203', 'visit_id >= 1203', 100, NULL, '1203', NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 1, '(`event_id` < 101 OR `event_id` IS NULL)', 'event_id < 101', 100, NULL, NULL, '101', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 2, '`event_id` >= 101 AND `event_id` < 201', 'event_id >= 101 AND event_id < 201', 100, NULL, '101', '201', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 3, '`event_id` >= 201', 'event_id >= 201', 100, NULL, '201', NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 1, '(`payment_id` < 101 OR `payment_id` IS NULL)', 'payment_id < 101', 100, NULL, NULL, '101', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 2, '`payment_id` >= 101 AND `payment_id` < 201', 'payment_id >= 101 AND payment_id < 201', 100, NULL, '101', '201', NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 3, '`payment_id` >= 201', 'payment_id >= 201', 100, NULL, '201', NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 4, 1, 1, NULL, 'all rows', 3, NULL, NULL, NULL, NULL, NULL);

INSERT INTO migration_status.run VALUES
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 'nightly', '2d1b54aa5589fd6b', 'active', false, '{"source": {"type": "odbc", "snapshot": "auto", "connection": "***", "breaker_failures": 5, "breaker_rest_seconds": 30}, "tables": [{"mode": "replace", "chunk": {"by": "auto"}, "source": "main.visits", "target": "analytics.visits", "threads": 1, "unlogged": false, "batch_rows": 50, "chunk_rows": 100, "allow_truncate": false, "max_retry_attempts": 7, "stall_timeout_seconds": 600, "lambda_timeout_buffer_seconds": 1}, {"mode": "replace", "chunk": {"by": "auto"}, "source": "main.events", "target": "analytics.events", "threads": 1, "unlogged": true, "batch_rows": 50, "chunk_rows": 100, "allow_truncate": false, "max_retry_attempts": 7, "stall_timeout_seconds": 600, "lambda_timeout_buffer_seconds": 1}, {"mode": "append", "chunk": {"by": "auto"}, "source": "main.payments", "target": "analytics.payments", "threads": 1, "unlogged": false, "batch_rows": 50, "chunk_rows": 100, "allow_truncate": false, "max_retry_attempts": 7, "stall_timeout_seconds": 600, "lambda_timeout_buffer_seconds": 1}, {"mode": "replace", "chunk": {"by": "auto"}, "source": "main.agents", "target": "analytics.agents", "threads": 1, "unlogged": false, "batch_rows": 50, "chunk_rows": 100, "allow_truncate": false, "max_retry_attempts": 7, "stall_timeout_seconds": 600, "lambda_timeout_buffer_seconds": 1}], "target": {"url": "***", "session": {}}, "control": {"url": "***"}}', 'Driver=SQLite3;Database=source.sqlite', 'unpinned', '0.1.0', 'loader@etl-1, process 2885', '1c819763-6e00-4291-aac9-8a624ed413e5', 'loader@etl-1, process 2962', '2024-02-29 16:06:37.564419+00', '2024-02-29 16:05:59.875551+00', NULL);

INSERT INTO migration_status.run_table VALUES
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 'main', 'visits', 'analytics', 'visits', 'replace', 'loading', '{"cut": {"column": {"name": "visit_id", "type": {"integer": {"bits": 64, "signed": true}}, "isNullable": false, "declaredType": "INTEGER"}, "lowest": "3", "highest": "1500", "hashColumns": [], "nullsAreFirst": true}, "from": "`main`.`visits`", "mode": "replace", "select": "CASE WHEN `visit_id` <= 9223372036854775807 THEN `visit_id` WHEN `visit_id` IS NOT NULL THEN quote(`visit_id`) END AS `visit_id`, CASE WHEN `agent_id` <= 9223372036854775807 THEN `agent_id` WHEN `agent_id` IS NOT NULL THEN quote(`agent_id`) END AS `agent_id`, CASE WHEN +`visited` < '''' THEN quote(`visited`) WHEN +`visited` < X'''' THEN `visited` WHEN `visited` IS NOT NULL THEN CAST(X''FF'' AS TEXT) || typeof(`visited`) END AS `visited`, CASE WHEN CAST(`amount` * 1e2 + (`amount` > 0) - 0.5 AS INTEGER) % 1000000000000000 / 1e2 = `amount` THEN `amount` WHEN `amount` IS NOT NULL THEN quote(`amount`) END AS `amount`, CASE WHEN +`note` < X'''' AND NOT instr(`note`, char(0)) THEN `note` WHEN `note` IS NOT NULL THEN CAST(X''FF'' AS TEXT) || typeof(`note`) END AS `note`", "source": {"name": "visits", "schema": "main"}, "target": {"name": "visits", "schema": "analytics"}, "columns": [{"source": "visit_id", "target": "visit_id", "sourceType": {"integer": {"bits": 64, "signed": true}}, "targetType": {"bigint": {}}}, {"source": "agent_id", "target": "agent_id", "sourceType": {"integer": {"bits": 64, "signed": true}}, "targetType": {"bigint": {}}}, {"source": "visited", "target": "visited", "sourceType": {"date": {}}, "targetType": {"date": {}}}, {"source": "amount", "target": "amount", "sourceType": {"decimal": {"scale": 2, "precision": 12}}, "targetType": {"numeric": {"scale": 2, "precision": 12}}}, {"source": "note", "target": "note", "sourceType": {"text": {}}, "targetType": {"text": {}}}], "batchRows": 50, "loadTable": {"name": "__snowmelt_651acb40_1", "schema": "analytics"}, "primaryKey": ["visit_id"], "maxAttempts": 7}', 5, 500, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 'main', 'events', 'analytics', 'events', 'replace', 'loading', '{"cut": {"column": {"name": "event_id", "type": {"integer": {"bits": 64, "signed": true}}, "isNullable": false, "declaredType": "INTEGER"}, "lowest": "1", "highest": "300", "hashColumns": [], "nullsAreFirst": true}, "from": "`main`.`events`", "mode": "replace", "select": "CASE WHEN `event_id` <= 9223372036854775807 THEN `event_id` WHEN `event_id` IS NOT NULL THEN quote(`event_id`) END AS `event_id`, CASE WHEN +`kind` < X'''' AND NOT instr(`kind`, char(0)) THEN `kind` WHEN `kind` IS NOT NULL THEN CAST(X''FF'' AS TEXT) || typeof(`kind`) END AS `kind`, CASE WHEN +`happened` < '''' THEN quote(`happened`) WHEN +`happened` < X'''' THEN `happened` WHEN `happened` IS NOT NULL THEN CAST(X''FF'' AS TEXT) || typeof(`happened`) END AS `happened`", "source": {"name": "events", "schema": "main"}, "target": {"name": "events", "schema": "analytics"}, "columns": [{"source": "event_id", "target": "event_id", "sourceType": {"integer": {"bits": 64, "signed": true}}, "targetType": {"bigint": {}}}, {"source": "kind", "target": "kind", "sourceType": {"text": {"length": 10}}, "targetType": {"text": {}}}, {"source": "happened", "target": "happened", "sourceType": {"timestamp": {"zoned": false}}, "targetType": {"timestamp": {}}}], "batchRows": 50, "loadTable": {"name": "__snowmelt_651acb40_2", "schema": "analytics"}, "primaryKey": ["event_id"], "maxAttempts": 7}', 3, 300, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 'main', 'payments', 'analytics', 'payments', 'append', 'loading', '{"cut": {"column": {"name": "payment_id", "type": {"integer": {"bits": 64, "signed": true}}, "isNullable": false, "declaredType": "INTEGER"}, "lowest": "1", "highest": "300", "hashColumns": [], "nullsAreFirst": true}, "from": "`main`.`payments`", "mode": "append", "select": "CASE WHEN `payment_id` <= 9223372036854775807 THEN `payment_id` WHEN `payment_id` IS NOT NULL THEN quote(`payment_id`) END AS `payment_id`, CASE WHEN `cents` <= 9223372036854775807 THEN `cents` WHEN `cents` IS NOT NULL THEN quote(`cents`) END AS `cents`, CASE WHEN +`payer` < X'''' AND NOT instr(`payer`, char(0)) THEN `payer` WHEN `payer` IS NOT NULL THEN CAST(X''FF'' AS TEXT) || typeof(`payer`) END AS `payer`", "source": {"name": "payments", "schema": "main"}, "target": {"name": "payments", "schema": "analytics"}, "columns": [{"source": "payment_id", "target": "payment_id", "sourceType": {"integer": {"bits": 64, "signed": true}}, "targetType": {"bigint": {}}}, {"source": "cents", "target": "cents", "sourceType": {"integer": {"bits": 64, "signed": true}}, "targetType": {"bigint": {}}}, {"source": "payer", "target": "payer", "sourceType": {"text": {}}, "targetType": {"text": {}}}], "batchRows": 50, "loadTable": {"name": "payments", "schema": "analytics"}, "primaryKey": [], "maxAttempts": 7}', 3, 300, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 4, 1, 'main', 'agents', 'analytics', 'agents', 'replace', 'publishing', '{"from": "`main`.`agents`", "mode": "replace", "select": "CASE WHEN `agent_id` <= 9223372036854775807 THEN `agent_id` WHEN `agent_id` IS NOT NULL THEN quote(`agent_id`) END AS `agent_id`, CASE WHEN +`name` < X'''' AND NOT instr(`name`, char(0)) THEN `name` WHEN `name` IS NOT NULL THEN CAST(X''FF'' AS TEXT) || typeof(`name`) END AS `name`", "source": {"name": "agents", "schema": "main"}, "target": {"name": "agents", "schema": "analytics"}, "columns": [{"source": "agent_id", "target": "agent_id", "sourceType": {"integer": {"bits": 64, "signed": true}}, "targetType": {"bigint": {}}}, {"source": "name", "target": "name", "sourceType": {"text": {"length": 40}}, "targetType": {"text": {}}}], "batchRows": 50, "loadTable": {"name": "__snowmelt_651acb40_4", "schema": "analytics"}, "primaryKey": ["agent_id"], "maxAttempts": 7}', 1, 3, NULL, NULL, NULL);

INSERT INTO migration_status.schema_version VALUES
	(1, '0.1.0', '2024-02-29 16:05:59.868947+00'),
	(2, '0.1.0', '2024-02-29 16:05:59.870519+00'),
	(3, '0.1.0', '2024-02-29 16:05:59.87146+00'),
	(4, '0.1.0', '2024-02-29 16:05:59.872303+00'),
	(5, '0.1.0', '2024-02-29 16:05:59.872994+00');

INSERT INTO migration_status.source_breaker VALUES
	('Driver=SQLite3;Database=source.sqlite', 'closed', 0, 0, NULL, NULL, NULL, NULL, '2024-02-29 16:06:00.074441+00', NULL);

INSERT INTO migration_status.work VALUES
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 4, 0, 'ready', 11, '2024-02-29 16:05:59.944468+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 5, 0, 'ready', 12, '2024-02-29 16:05:59.94447+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 1, 1, 'claimed', 1, '2024-02-29 16:05:59.944338+00', '2024-02-29 16:06:00.095216+00', NULL, '2024-02-29 16:06:00.08097+00', '8df2153d-865f-4c6e-ba2c-a8afdf4d8cd0', '8fc76e4c-19f4-4271-a820-dd1376c38886', NULL, NULL, 2914, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 1, 1, 'done', 2, '2024-02-29 16:05:59.944445+00', '2024-02-29 16:06:07.327483+00', '2024-02-29 16:06:07.339391+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'eaf0c157-7ce1-4af7-b7e4-c40816f6dc7c', 100, 3399, 2957, 6, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 1, 1, 'done', 3, '2024-02-29 16:05:59.944449+00', '2024-02-29 16:06:07.340434+00', '2024-02-29 16:06:07.343408+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '894dd3b0-9427-4eb8-b3ee-bf6a7465b77c', 100, 3637, 2957, 1, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 4, 1, 1, 1, 'done', 4, '2024-02-29 16:05:59.944452+00', '2024-02-29 16:06:07.344107+00', '2024-02-29 16:06:07.346999+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '4b34266a-a0ac-49f9-a910-e145b37d4fea', 3, 94, 2957, 1, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 2, 1, 'done', 5, '2024-02-29 16:05:59.944453+00', '2024-02-29 16:06:07.347719+00', '2024-02-29 16:06:07.35112+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '8d85e640-e096-42a2-b6f8-953def4fb419', 100, 6617, 2957, 1, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 2, 1, 'done', 6, '2024-02-29 16:05:59.944456+00', '2024-02-29 16:06:07.351827+00', '2024-02-29 16:06:07.354122+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '915da5f3-39d7-42b4-a366-72994e3151e8', 100, 3390, 2957, 1, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 2, 1, 'done', 7, '2024-02-29 16:05:59.944457+00', '2024-02-29 16:06:07.354835+00', '2024-02-29 16:06:07.357101+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'a98b4e0b-5164-4377-814b-cbba840fcd0c', 100, 3645, 2957, 1, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 1, 1, 3, 1, 'done', 8, '2024-02-29 16:05:59.944462+00', '2024-02-29 16:06:07.357754+00', '2024-02-29 16:06:07.359967+00', '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'ca75905c-31bb-4197-8a51-55d6dd6a369b', 100, 6617, 2957, 1, 0, 0),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 2, 1, 3, 1, 'claimed', 9, '2024-02-29 16:05:59.944464+00', '2024-02-29 16:06:07.360533+00', NULL, '2024-02-29 16:06:07.315393+00', 'e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', 'a467b528-5d77-410d-82d0-7f273f4d4486', NULL, NULL, 2957, NULL, NULL, NULL),
	('651acb40-50b9-4183-9afa-2449ca29aeaa', 3, 1, 3, 1, 'claimed', 10, '2024-02-29 16:05:59.944466+00', '2024-02-29 16:06:07.699318+00', NULL, '2024-02-29 16:06:07.683395+00', '9233dc6d-4c89-496d-bc3f-ee814acdac1a', '0dbe76f1-6dd7-4b7b-9e61-0645c860b5f5', NULL, NULL, 2985, NULL, NULL, NULL);

INSERT INTO migration_status.worker VALUES
	('8df2153d-865f-4c6e-ba2c-a8afdf4d8cd0', '2d1b54aa5589fd6b', 'etl-1', 2902, 1, '0.1.0', 'alive', '2024-02-29 16:06:00.073975+00', '2024-02-29 16:06:30.079548+00'),
	('e8e7fa04-2cd2-4616-9e8d-dcfcac261d29', '2d1b54aa5589fd6b', 'etl-1', 2945, 1, '0.1.0', 'alive', '2024-02-29 16:06:07.310359+00', '2024-02-29 16:06:37.317069+00'),
	('9233dc6d-4c89-496d-bc3f-ee814acdac1a', '2d1b54aa5589fd6b', 'etl-1', 2973, 1, '0.1.0', 'alive', '2024-02-29 16:06:07.677426+00', '2024-02-29 16:06:37.685642+00');

SELECT pg_catalog.setval('migration_status.attempt_attempt_id_seq', 7, true);

SELECT pg_catalog.setval('migration_status.queue_pos', 12, true);

ALTER TABLE ONLY analytics.agents
    ADD CONSTRAINT agents_pkey PRIMARY KEY (agent_id);

ALTER TABLE ONLY analytics.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (visit_id);

ALTER TABLE ONLY migration_receipt.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (run_id, table_no, epoch, chunk_no);

ALTER TABLE ONLY migration_receipt.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY migration_receipt.table_fence
    ADD CONSTRAINT table_fence_pkey PRIMARY KEY (target_schema, target_table);

ALTER TABLE ONLY migration_receipt.unlogged_receipt
    ADD CONSTRAINT unlogged_receipt_pkey PRIMARY KEY (run_id, table_no, epoch, chunk_no);

ALTER TABLE ONLY migration_status.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (attempt_id);

ALTER TABLE ONLY migration_status.chunk
    ADD CONSTRAINT chunk_pkey PRIMARY KEY (run_id, table_no, epoch, chunk_no);

ALTER TABLE ONLY migration_status.run
    ADD CONSTRAINT run_name_key UNIQUE (name);

ALTER TABLE ONLY migration_status.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY migration_status.run_table
    ADD CONSTRAINT run_table_pkey PRIMARY KEY (run_id, table_no);

ALTER TABLE ONLY migration_status.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY migration_status.source_breaker
    ADD CONSTRAINT source_breaker_pkey PRIMARY KEY (source);

ALTER TABLE ONLY migration_status.source_permit
    ADD CONSTRAINT source_permit_pkey PRIMARY KEY (source, permit_no);

ALTER TABLE ONLY migration_status.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (run_id, table_no, epoch, chunk_no);

ALTER TABLE ONLY migration_status.worker
    ADD CONSTRAINT worker_pkey PRIMARY KEY (worker_id);

CREATE INDEX visits_visited ON analytics.visits USING btree (visited);

CREATE INDEX attempt_chunk ON migration_status.attempt USING btree (run_id, table_no, chunk_no, attempt_id);

CREATE INDEX chunk_half ON migration_status.chunk USING btree (run_id, table_no, epoch, parent_no) WHERE (parent_no IS NOT NULL);

CREATE UNIQUE INDEX run_unfinished ON migration_status.run USING btree (config_identity) WHERE (state = ANY (ARRAY['planning'::text, 'active'::text]));

CREATE INDEX work_claimed ON migration_status.work USING btree (worker_id) WHERE (state = 'claimed'::migration_status.work_state);

CREATE INDEX work_failed ON migration_status.work USING btree (run_id, table_no) WHERE (state = 'failed'::migration_status.work_state);

CREATE INDEX work_ready ON migration_status.work USING btree (run_id, queue_pos) WHERE (state = 'ready'::migration_status.work_state);

CREATE TRIGGER delete_chunks AFTER DELETE ON migration_status.run REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION migration_status.delete_chunks_of_runs();

ALTER TABLE ONLY migration_status.attempt
    ADD CONSTRAINT attempt_run_id_fkey FOREIGN KEY (run_id) REFERENCES migration_status.run(run_id) ON DELETE CASCADE;

ALTER TABLE ONLY migration_status.run_table
    ADD CONSTRAINT run_table_run_id_fkey FOREIGN KEY (run_id) REFERENCES migration_status.run(run_id) ON DELETE CASCADE;


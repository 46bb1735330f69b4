-- Counts the chunks that are ready (now or later) and the chunks that are claimed. $1 config identity,
-- $2 run_id or NULL. Caller: worker with --until-idle. No locks. Index: work_ready, work_claimed.
SELECT coalesce(sum(
           (SELECT count(*) FROM migration_status.work w WHERE w.run_id = r.run_id AND w.state = 'ready')
       ), 0)::bigint AS ready,
       coalesce(sum(
           (SELECT count(*) FROM migration_status.work w WHERE w.run_id = r.run_id AND w.state = 'claimed')
       ), 0)::bigint AS claimed
  FROM migration_status.run r
 WHERE r.config_identity = $1 AND r.state = 'active' AND ($2::uuid IS NULL OR r.run_id = $2::uuid)

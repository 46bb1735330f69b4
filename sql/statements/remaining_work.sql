-- How much is left to do, and when the next chunk becomes ready. $1 config identity, $2 run_id or NULL.
-- Caller: worker with --until-idle; an idle slot. Index: work_ready, work_claimed.
SELECT count(*) FILTER (WHERE w.state = 'ready') AS ready, count(*) FILTER (WHERE w.state = 'claimed') AS claimed
  FROM migration_status.run r
  JOIN migration_status.work w USING (run_id)
 WHERE r.config_identity = $1 AND r.state = 'active' AND ($2::uuid IS NULL OR r.run_id = $2::uuid)
   AND w.state IN ('ready', 'claimed')

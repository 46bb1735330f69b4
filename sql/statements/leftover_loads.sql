-- Lists the unpublished direct loads of a table ($1/$2 target schema and table), oldest first, except that of epoch $5
-- of run $3 and those whose run still owns the table. Also returns the last direct load that config $4 published, which
-- its control database may not know any more. Caller: plan, check. Index: direct_load_table, receipt_pkey.
SELECT d.run_id, d.table_no, d.epoch, d.run_name, d.plan, p.run_id IS NOT NULL AS is_published, r.rows, r.chunks
  FROM migration_receipt.direct_load d
  LEFT JOIN migration_receipt.publication p USING (run_id, table_no, epoch)
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(rows), 0)::bigint AS rows, string_agg(chunk_no::text, ',' ORDER BY chunk_no) AS chunks
         FROM migration_receipt.receipt
        WHERE run_id = d.run_id AND table_no = d.table_no AND epoch = d.epoch AND rows > 0) r
 WHERE d.target_schema = $1 AND d.target_table = $2 AND (d.run_id, d.epoch) <> ($3::uuid, $5::int)
   AND d.state = 'open' AND r.rows > 0
   AND CASE WHEN p.run_id IS NULL THEN NOT EXISTS (
                SELECT FROM migration_receipt.table_fence f
                 WHERE f.target_schema = $1 AND f.target_table = $2 AND f.run_id = d.run_id AND f.epoch = d.epoch
                   AND f.released_at IS NULL)
            ELSE d.begun_at = (
                SELECT max(l.begun_at)
                  FROM migration_receipt.direct_load l
                  JOIN migration_receipt.publication USING (run_id, table_no, epoch)
                 WHERE l.target_schema = $1 AND l.target_table = $2 AND l.config_identity = $4)
       END
 ORDER BY d.begun_at

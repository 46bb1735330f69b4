-- Marks a chunk that has a receipt as done. Needs no term, because the receipt is proof enough. Caller: publish,
-- reaper. $1 run_id, $2 table_no, $3 epoch, $4 chunk_no, $5 rows, $6 bytes. Locks: the work row. Index: work_pkey.
UPDATE migration_status.work
   SET state = 'done', finished_at = clock_timestamp(), rows = $5::bigint, bytes = $6::bigint
 WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND chunk_no = $4::int AND state <> 'done'

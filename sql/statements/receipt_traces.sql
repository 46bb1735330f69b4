-- Whether the rows of a table can be told apart by the transactions that wrote them: $1 run_id, $2 table_no, $3 epoch.
-- Each receipt of rows has one of its own, unless the database was dumped and loaded since. start_xid: of the plan.
-- Caller: publish, verify. Index: primary keys.
SELECT (SELECT count(*) = count(DISTINCT coalesce(origin, xmin)::text) FROM migration_receipt.receipt
         WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND rows > 0) AS is_traceable,
       (SELECT start_xid::text FROM migration_receipt.direct_load
         WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int) AS start_xid

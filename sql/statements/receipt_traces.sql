-- Returns whether a table's rows can be assigned to chunks by the transactions that wrote them: $1 run_id, $2 table_no,
-- $3 epoch. Each receipt with rows has a transaction of its own, unless the database was dumped and restored since.
-- start_xid, start_block: recorded by the plan.
-- Caller: publish, verify. Index: primary keys.
SELECT r.is_traceable, d.start_xid::text, d.start_block
  FROM (SELECT count(*) = count(DISTINCT coalesce(origin, xmin)::text) AS is_traceable
          FROM migration_receipt.receipt
         WHERE run_id = $1::uuid AND table_no = $2::int AND epoch = $3::int AND rows > 0) r
  LEFT JOIN migration_receipt.direct_load d
    ON d.run_id = $1::uuid AND d.table_no = $2::int AND d.epoch = $3::int

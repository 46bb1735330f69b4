-- Marks a chunk as done after its receipt was committed. If it returns no row, the claim was lost; the receipt still
-- stands. Caller: slot. $1 run_id, $2 table_no, $3 epoch, $4 chunk_no, $5 claim token, $6 rows, $7 bytes, $8/$9/$10
-- milliseconds spent waiting for the source, encoding, and sending. The function is in
-- migrations/control_005_claim_and_finish.sql.
SELECT FROM migration_status.finish_chunk(
           $1::uuid, $2::int, $3::int, $4::int, $5::uuid, $6::bigint, $7::bigint, $8::int, $9::int, $10::int) AS finished
 WHERE finished

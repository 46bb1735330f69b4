/// Makes the target take its time over the visits: a trigger sleeps at every hundredth row.
package struct SlowLoading: Sendable {
    private let migration: TestMigration

    /// `table` is where chunks are loaded: nil for the staging table of the first planned table.
    package init(_ migration: TestMigration, seconds: Double, table: String? = nil) async throws {
        self.migration = migration
        try await sleep(seconds)
        let found = #"SELECT oid::regclass FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%\_1' AND relkind = 'r'"#
        try await migration.target.execute(
            """
            DO $do$ BEGIN
                EXECUTE (SELECT format('CREATE TRIGGER slow BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION slow()',
                                       (\(table.map { "SELECT '\($0)'::regclass" } ?? found))));
            END $do$
            """)
    }

    /// How long each hundredth row sleeps from now on.
    package func sleep(_ seconds: Double) async throws {
        try await migration.target.execute(
            """
            CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.visit_id % 300 = 0 THEN PERFORM pg_sleep(\(seconds)); END IF;
                RETURN NEW;
            END $$
            """)
    }

    /// Waits until rows are on their way.
    package func copying() async throws {
        try await eventually("a COPY is under way") {
            try await migration.number(
                "SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 0 AND datname = current_database()"
            ) > 0
        }
    }
}

/// Makes loading the visits slow: a trigger sleeps at every hundredth row.
package struct SlowLoading: Sendable {
    private let migration: TestMigration

    /// Creates the trigger.
    ///
    /// A second is long enough for a fault to happen during the load, even on a busy machine.
    ///
    /// - Parameter table: the table into which chunks are loaded; `nil` for the staging table of the first planned
    ///   table.
    package init(_ migration: TestMigration, seconds: Double = 1, table: String? = nil) async throws {
        self.migration = migration
        let found = #"SELECT oid::regclass FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%\_1' AND relkind = 'r'"#
        try await migration.target.execute(
            """
            CREATE TABLE public.pace AS SELECT \(seconds)::float8 AS seconds;
            GRANT SELECT ON public.pace TO public;
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                start timestamptz := clock_timestamp();
            BEGIN
                IF NEW.visit_id % 300 = 0 THEN
                    WHILE clock_timestamp() < start + (SELECT seconds FROM public.pace) * interval '1 s' LOOP
                        PERFORM pg_sleep(0.02);
                    END LOOP;
                END IF;
                RETURN NEW;
            END $$;
            DO $do$ BEGIN
                EXECUTE (SELECT format('CREATE TRIGGER slow BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION slow()',
                                       (\(table.map { "SELECT '\($0)'::regclass" } ?? found))));
            END $do$
            """)
    }

    /// Ends the delay, also for rows that are waiting.
    package func end() async throws {
        try await migration.target.execute("UPDATE public.pace SET seconds = 0")
    }

    /// Waits until rows are being copied.
    package func copying() async throws {
        try await eventually("a COPY is under way") {
            try await migration.number(
                "SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 0 AND datname = current_database()"
            ) > 0
        }
    }
}

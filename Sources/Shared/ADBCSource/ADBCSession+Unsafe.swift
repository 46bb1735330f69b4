import CADBC
import Model
import RowSource
import Text

/// A driver's database and connection handles, released in the right order.
///
/// Used on one thread. Each connection has its own database handle, so that threads share nothing.
final class ADBCSession: DriverSession {
    let driver: LoadedDriver
    let family: DriverFamily
    let context: CallContext
    let connection: UnsafeMutablePointer<AdbcConnection>
    private let database: UnsafeMutablePointer<AdbcDatabase>

    init(_ source: ADBCSource) throws(SourceError) {
        let driver = try LoadedDriver.load(source.driver, entrypoint: source.entrypoint)
        self.driver = driver
        family = DriverFamily(library: driver.library)
        let context = CallContext(
            table: driver.table, hasDetails: driver.hasDetails,
            redactor: Redactor(secrets: SecretOption.values(in: source.options)),
            isSnowflake: family == .snowflake)
        self.context = context
        database = .allocate(capacity: 1)
        database.initialize(to: AdbcDatabase(private_data: nil, private_driver: driver.table))
        connection = .allocate(capacity: 1)
        connection.initialize(to: AdbcConnection(private_data: nil, private_driver: driver.table))
        let (table, database, connection) = (driver.table, database, connection)
        try context.call("DatabaseNew") { table.pointee.DatabaseNew?(database, $0) }
        let options = try FileAddress.guarding(source.options.database, driver: family)
        for (name, value) in options {
            try context.call("DatabaseSetOption \(name)") {
                table.pointee.DatabaseSetOption?(database, name, value, $0)
            }
        }
        do throws(SourceError) {
            try context.call("DatabaseInit") { table.pointee.DatabaseInit?(database, $0) }
            try context.call("ConnectionNew") { table.pointee.ConnectionNew?(connection, $0) }
            for (name, value) in source.options.connection.sorted(by: { $0.key < $1.key }) {
                try context.call("ConnectionSetOption \(name)") {
                    table.pointee.ConnectionSetOption?(connection, name, value.revealed, $0)
                }
            }
            try context.call("ConnectionInit") { table.pointee.ConnectionInit?(connection, database, $0) }
        } catch {
            throw error.whileConnecting
        }
    }

    deinit {
        // A handle that the driver never filled must not be released by it.
        let (table, database, connection) = (driver.table, database, connection)
        if connection.pointee.private_data != nil {
            context.attempt { table.pointee.ConnectionRelease?(connection, $0) }
        }
        if database.pointee.private_data != nil {
            context.attempt { table.pointee.DatabaseRelease?(database, $0) }
        }
        connection.deallocate()
        database.deallocate()
    }

    func run(_ sql: String) throws(SourceError) {
        try ADBCStatement(self).run(sql)
    }
}

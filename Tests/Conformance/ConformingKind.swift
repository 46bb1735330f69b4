import TestKit
import Testing

/// Every kind of source, with each driver that can read it.
enum ConformingKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqliteODBC, sqliteADBC, postgresODBC, postgresADBC, postgresCopy, mariaDBODBC, snowflakeADBC

    var testDescription: String { rawValue }

    /// The kinds whose drivers and servers are installed on this machine.
    static var here: [ConformingKind] {
        allCases.filter { kind in
            switch kind {
            case .sqliteADBC, .postgresADBC: ADBCDriver.obstacle == nil
            case .snowflakeADBC: ADBCDriver.obstacle == nil && SnowflakeEmulator.obstacle == nil
            case .sqliteODBC, .postgresODBC, .postgresCopy, .mariaDBODBC: true
            }
        }
    }

    /// Something that a source can't do; the suite asserts how the source reports it.
    enum Inability {
        /// Return rows as COPY bytes: `openCopy` returns `nil`.
        case copyBytes
        /// Read one point in time on several connections: nothing is held, and a connection refuses to read it.
        case snapshot
        /// Continue after a cursor was closed before all its rows were read: the connection is closed.
        case goOnAfterCut
        /// Interrupt a statement that has no rows yet: the statement continues, and the cancel takes effect at its
        /// first rows.
        case interruptExecution
        /// Read a text longer than declared immediately: the statement is run once more, but only once.
        case unknownWidths
        /// Lose a session when its server ends it: there is no session, or each request is independent.
        case loseSession
    }

    var cannot: Set<Inability> {
        switch self {
        case .sqliteODBC: [.copyBytes, .snapshot, .unknownWidths, .loseSession]
        case .sqliteADBC: [.copyBytes, .snapshot, .interruptExecution, .loseSession]
        case .postgresODBC, .mariaDBODBC: [.copyBytes, .snapshot, .unknownWidths]
        case .postgresADBC: [.copyBytes, .snapshot, .goOnAfterCut]
        case .postgresCopy: []
        case .snowflakeADBC: [.copyBytes, .loseSession]
        }
    }

    func can(_ inability: Inability) -> Bool { !cannot.contains(inability) }

    var system: SourceSystem {
        switch self {
        case .sqliteODBC, .sqliteADBC: .sqlite
        case .postgresODBC, .postgresADBC, .postgresCopy: .postgres
        case .mariaDBODBC: .mariaDB
        case .snowflakeADBC: .snowflake
        }
    }
}

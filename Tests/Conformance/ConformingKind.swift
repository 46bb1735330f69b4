import TestKit
import Testing

/// Every source there is, by each driver that it is read over.
enum ConformingKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqliteODBC, sqliteADBC, postgresODBC, postgresADBC, postgresCopy, mariaDBODBC, snowflakeADBC

    var testDescription: String { rawValue }

    /// Those whose drivers and servers are on this machine.
    static var here: [ConformingKind] {
        allCases.filter { kind in
            switch kind {
            case .sqliteADBC, .postgresADBC: ADBCDriver.obstacle == nil
            case .snowflakeADBC: ADBCDriver.obstacle == nil && SnowflakeEmulator.obstacle == nil
            case .sqliteODBC, .postgresODBC, .postgresCopy, .mariaDBODBC: true
            }
        }
    }

    /// What a source can't do; the suite asserts how it says so.
    enum Inability {
        /// Rows as COPY's own bytes: `openCopy` gives nil.
        case copyBytes
        /// A point in time that several connections read: nobody holds one, and a connection refuses to read it.
        case snapshot
        /// To go on after a cursor was ended before all its rows were read: the connection is closed.
        case goOnAfterCut
        /// To interrupt a statement that has no rows yet: it goes on, and the request is seen at its first rows.
        case interruptExecution
        /// To read a text longer than declared at once: the statement is run once more, and then never again.
        case unknownWidths
        /// To lose a session to its server: there is none, or each request stands for itself.
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

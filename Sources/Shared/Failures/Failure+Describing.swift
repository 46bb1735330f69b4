package import Model
import Postgres
import RowSource
import Settings

extension Failure {
    /// An error of the layers below as the user sees it: message, exit status, way out.
    package init(describing error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as ConfigurationError:
            self.init(.usage, error.description)
        case let error as SourceError where error.operation == Self.threadStart:
            self.init(.internalError, "\(error)", hint: error.advice)
        case let error as PostgresError where error.operation == Self.threadStart:
            self.init(.internalError, error.message, hint: error.hint)
        case let error as SourceError:
            self.init(
                error.kind == .refused ? .refused : .source, "source: \(error)", hint: error.advice ?? Self.hint(error))
        case let error as PostgresError:
            self.init(.target, "target or control database: \(error)", hint: Self.hint(error))
        case is CancellationError:
            self.init(.interrupted, "interrupted")
        default:
            self.init(.internalError, "\(error)")
        }
    }

    /// A connection that got no thread isn't the server's fault.
    private static let threadStart = "pthread_create"

    private static func hint(_ error: SourceError) -> String? {
        // ODBC's functions all begin so.
        let isODBC = error.operation.hasPrefix("SQL")
        let setting = isODBC ? "source.connection" : "source.options"
        return switch error.kind {
        case .driverMissing where isODBC:
            """
            Name a registered driver in Driver=, or install it (on Debian: libsqliteodbc, odbc-postgresql, odbc-mariadb; \
            otherwise from its maker) and register it in odbcinst.ini.
            """
        case .driverMissing:
            """
            Write the path of the ADBC driver's library as source.driver, or a name, and the folder that has it in \
            ADBC_DRIVER_PATH.
            """
        case .authentication: "Check user and password in \(setting)."
        case .connection: "Check host and port, or the file, in \(setting), and that the source is up."
        case .notFound: "`snowmelt discover` lists what the source has and this user may see."
        case .statement, .value, .cancelled, .outgrown, .refused, .other: nil
        }
    }

    private static func hint(_ error: PostgresError) -> String? {
        switch error.kind {
        case .authentication: "Check user and password in target.url (and control.url)."
        case .unreachable: "Check host and port in target.url (and control.url), and that the server is up."
        case .untrusted:
            "Check sslmode, sslrootcert and the host's name in target.url (and control.url), and the server's certificate."
        case .options: "target.url is a libpq URL: postgresql://user@host:port/database."
        default:
            switch error.sqlState {
            case "3D000": "Check the database in target.url (and control.url), or create it."
            case "42501": "Grant the user what the message names."
            case "53100": "Free disk space on the server, then run again."
            default: nil
            }
        }
    }
}

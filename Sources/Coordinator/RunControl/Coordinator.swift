package import Events
import FaultPoints
import Model
import Postgres
package import RowSource
package import Settings
import SourceRegistry
package import WorkQueue

/// The work behind the verbs of `snowmelt`: plans, watches and publishes runs.
///
/// Each command has one coordinator.
package struct Coordinator: Closable {
    package let configuration: Configuration
    package let source: any RowSource
    package let runs: Runs
    package let queue: WorkQueue
    package let identity: CoordinatorIdentity
    package let events: Events

    /// Whether the target was found to hold other data than it should.
    let difference = DifferenceMark()
    let controlOptions: PostgresOptions
    let targetOptions: PostgresOptions
    let session: PublishingSession

    /// - Parameter who: the user who runs the command, shown to other users: `user@host, process 123`.
    package init(configuration: Configuration, who: String, events: Events) throws {
        self.configuration = configuration
        self.events = events
        source = try openSource(configuration.source)
        let lease = FaultPoint.leadSeconds.map { Duration.seconds($0) } ?? CoordinatorIdentity.lease
        identity = CoordinatorIdentity(who: who, lease: lease, process: HostProcess.current?.text)
        controlOptions = PostgresOptions(url: configuration.control.url, applicationName: "snowmelt")
        session = PublishingSession(configuration.target.session)
        targetOptions = PostgresOptions(
            url: configuration.target.url, applicationName: "snowmelt", settings: session.settings)
        let database = ControlDatabase(options: controlOptions)
        runs = Runs(database: database)
        queue = WorkQueue(database: database, configIdentity: configuration.identity)
    }

    /// The run that `text` names; first requires that the control database has this program's schema.
    ///
    /// For a run that only the target knows, the error says so.
    package func find(_ text: String) async throws -> StoredRun {
        do {
            try await requireSchema()
            return try await runs.find(text, config: configuration.identity)
        } catch let failure as Failure where failure.status == .usage && text != "latest" {
            throw try await lostRun(text)?.failure ?? failure
        }
    }

    /// The run with this name or id that only the target knows; `nil` if there is none, or no connection to the target.
    func lostRun(_ text: String) async throws -> LostRun? {
        let target: PostgresConnection
        do {
            target = try await PostgresConnection.connect(targetOptions)
        } catch {
            return nil  // the caller reports that the run is unknown
        }
        return try await target.closing { try await LostRun.find(text, on: target) }
    }

    /// Refuses if `plan` or `run` hasn't set up the control database yet, or if a program of another version has.
    func requireSchema() async throws {
        try await SchemaMigration.control.require(
            on: runs.database.connected(),
            orElse: Failure(
                .usage, "the control database holds no runs yet", hint: "`snowmelt run` plans one and carries it out."))
    }

    package func close() async {
        await runs.database.close()
    }
}

import Model
import Postgres
import Statements

/// Refuses new rows while the old ones are there still, if rows of other tables would be left without what they refer to.
struct ReferenceCheck: PreparationPart {
    let name: QualifiedName
    let staging: QualifiedName
    /// Tables that the run is still to publish bring rows of their own.
    let links: LinkedTables
    let target: PostgresConnection

    var step: PublicationStep { .constrain }

    func perform() async throws {
        let dependents = try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            guard let relation = try TargetCatalogue.relation(name, on: target) else { return [Dependent]() }
            return try Dependent.all(of: relation, staging: staging, on: target)
        }
        for dependent in dependents where dependent.isValidKey {
            guard let orphans = dependent.orphans, let relation = dependent.relation,
                !links.open.contains(relation)
            else { continue }
            let statement = Statement(name: "check_foreign_key", text: orphans)
            guard
                try await target.query(statement, deadline: TablePublisher.longStep).first?.bool("present") == true
            else { continue }
            throw Failure(
                .target,
                "\(name): rows of \(relation) refer to rows that the new ones lack, against \(dependent.description); "
                    + "the old ones stay",
                hint: "Correct those rows, or drop the constraint, then `snowmelt publish RUN`.")
        }
    }
}

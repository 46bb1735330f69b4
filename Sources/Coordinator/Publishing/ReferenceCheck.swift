import Model
import Postgres
import Statements

/// Refuses new rows, before the old rows are removed, if rows of other tables would refer to missing rows.
struct ReferenceCheck: PreparationPart {
    let name: QualifiedName
    let staging: QualifiedName
    /// Tables that the run still has to publish; their rows are replaced as well.
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
                "\(name): rows of \(relation) refer to rows that the new data lacks, which violates \(dependent.description); "
                    + "the old rows stay",
                hint: "Correct those rows, or drop the constraint, then `snowmelt publish RUN`.")
        }
    }
}

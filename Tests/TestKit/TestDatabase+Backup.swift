import Model

extension TestDatabase {
    /// A physical copy of the database.
    package struct Backup: Sendable {
        let name: String
    }

    /// Takes a backup, once no session is left.
    package func backup(_ label: String = "backup") async throws -> Backup {
        let backup = Backup(name: "\(name)_\(label)")
        try await copy(name, to: backup.name)
        return backup
    }

    /// Restores the database to the state of the backup, ending its sessions.
    package func restore(_ backup: Backup) async throws {
        try await drop()
        try await copy(backup.name, to: name)
    }

    private func copy(_ template: String, to copy: String) async throws {
        let (template, copy) = (PostgresIdentifier.quoted(template), PostgresIdentifier.quoted(copy))
        var last: (any Error)?
        // The sessions of ended programs may remain for a moment.
        for _ in 0..<100 {
            do {
                return try await cluster.administer("CREATE DATABASE \(copy) TEMPLATE \(template)")
            } catch {
                last = error
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        throw last ?? TestKitError("no copy of \(template)")
    }
}

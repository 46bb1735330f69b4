package import WorkQueue

extension RunStatus {
    /// A copy with secrets masked in text that comes from drivers and users.
    package func redacted(_ redact: (String) -> String) -> RunStatus {
        var status = self
        status.source = redact(source)
        status.breaker?.error = breaker?.error.map(redact)
        for index in status.tables.indices {
            status.tables[index].error = status.tables[index].error.map(redact)
        }
        return status
    }
}

extension ChunkStatus {
    /// A copy with secrets masked in text that comes from drivers and users.
    package func redacted(_ redact: (String) -> String) -> ChunkStatus {
        var status = self
        status.error = error.map(redact)
        return status
    }
}

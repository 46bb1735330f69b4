/// Performs on a driver's session what the cycle decides.
extension CursorCycle {
    /// Begins the transaction that a statement wants, creates the statement, and lets `cancelSwitch` interrupt it.
    ///
    /// - Parameters:
    ///   - session: becomes `nil` if the transaction of a statement that couldn't be created can't be ended.
    ///   - source: the source's name, for the error of a closed connection.
    package mutating func begin<Session: DriverSession, Statement>(
        on session: inout Session?, of source: String, in transaction: ReadTransaction?,
        interruptedBy cancelSwitch: CancelSwitch,
        _ create: (Session) throws(SourceError) -> (statement: Statement, interruption: @Sendable () -> Void)
    ) throws(SourceError) -> Statement {
        guard let open = session else { throw .closed(source) }
        do throws(SourceError) {
            for sql in begin(in: transaction) { try open.run(sql) }
            let (statement, interruption) = try create(open)
            cancelSwitch.arm(interruption)
            return statement
        } catch {
            end(on: &session)
            throw error
        }
    }

    /// Stops reading, and ends the statement's transaction.
    ///
    /// Never throws: if the transaction can't be ended, `session` becomes `nil`, and the next statement reports it. It is
    /// released, not closed: if a connection is closed before its last statement is freed, the driver manager ends the
    /// process.
    ///
    /// - Parameter isCut: whether more rows are in flight, which ending the transaction would wait for.
    package mutating func end<Session: DriverSession>(on session: inout Session?, isCut: Bool = false) {
        let ending = stop(isCut: isCut)
        guard ending != .none, let open = session else { return }
        do throws(SourceError) {
            guard case .statement(let sql) = ending else { return session = nil }
            try open.run(sql)
        } catch {
            session = nil
        }
    }
}

import CADBC
import RowSource

/// What a driver reports about its system and itself; empty if it reports nothing.
struct DriverInfo {
    private(set) var vendorName = ""
    private(set) var vendorVersion = ""
    private(set) var driverName = ""
    private(set) var driverVersion = ""

    init(_ session: ADBCSession) throws(SourceError) {
        guard let getInfo = session.driver.table.pointee.ConnectionGetInfo else { return }
        let codes = [
            ADBC_INFO_VENDOR_NAME, ADBC_INFO_VENDOR_VERSION, ADBC_INFO_DRIVER_NAME, ADBC_INFO_DRIVER_VERSION,
        ]
        let wanted = codes.map { UInt32($0) }
        let stream: ArrowStream
        do throws(SourceError) {
            stream = try ArrowStream(session.context, of: session) { (stream) throws(SourceError) in
                try session.context.call("ConnectionGetInfo") {
                    getInfo(session.connection, wanted, wanted.count, stream, $0)
                }
            }
        } catch {
            // Some drivers don't support this; a broken connection shows at the next call anyway.
            if error.kind == .connection { throw error }
            return
        }
        while let batch = try stream.next() {
            try read(batch, stream.fields)
        }
    }

    /// Reads two columns: the code, and a dense union whose first type is text.
    private mutating func read(_ batch: ArrowBatch, _ fields: [ArrowField]) throws(SourceError) {
        guard fields.count == 2, let code = batch.array.pointee.children?[0],
            let union = batch.array.pointee.children?[1]
        else { return }
        let codes = try ArrayView(fields[0], code)
        guard union.pointee.n_buffers >= 2, let kinds = union.pointee.buffers?[0],
            let offsets = union.pointee.buffers?[1], union.pointee.n_children > 0,
            let texts = union.pointee.children?[0],
            let textField = fields[1].children.first
        else { return }
        let view = try ArrayView(textField, texts)
        for row in 0..<batch.rowCount {
            let place = row + Int(union.pointee.offset)
            guard kinds.load(fromByteOffset: place, as: Int8.self) == 0 else { continue }
            let index = Int(offsets.loadUnaligned(fromByteOffset: place * 4, as: Int32.self))
            guard index >= 0, index < view.count, !view.isNull(at: index) else { continue }
            let text = String(decoding: try view.bytes(at: index), as: UTF8.self)
            switch Int32(truncatingIfNeeded: try codes.integer(at: row, as: codes.field.type)) {
            case ADBC_INFO_VENDOR_NAME: vendorName = text
            case ADBC_INFO_VENDOR_VERSION: vendorVersion = text
            case ADBC_INFO_DRIVER_NAME: driverName = text
            case ADBC_INFO_DRIVER_VERSION: driverVersion = text
            default: break
            }
        }
    }

    /// `PostgreSQL 15.0.18, driver ADBC PostgreSQL Driver 1.13.0`.
    var description: String {
        let system = [vendorName, vendorVersion].filter { !$0.isEmpty }.joined(separator: " ")
        let driver = [driverName, driverVersion].filter { !$0.isEmpty }.joined(separator: " ")
        return "\(system.isEmpty ? "an unnamed system" : system), driver \(driver.isEmpty ? "unnamed" : driver)"
    }
}

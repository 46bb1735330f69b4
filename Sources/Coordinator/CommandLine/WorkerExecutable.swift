import Glibc
import Model

/// The path of `snowmelt-worker`, which is in this program's folder.
func workerExecutable() throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    guard length > 0 else { throw Failure(.internalError, "the folder of this program can't be found") }
    let own = String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = own.lastIndex(of: "/").map { own[...$0] } ?? ""
    return folder + "snowmelt-worker"
}

import Glibc
import RunControl
import Testing

@Suite("Worker processes")
struct ChildProcessTests {
    @Test("a child that was waited for elsewhere counts as ended")
    func askedForByAnother() throws {
        let child = try ChildProcess(executable: "/bin/true", arguments: [], output: nil)
        var status: Int32 = 0
        #expect(waitpid(child.pid, &status, 0) == child.pid)
        #expect(child.poll() == .unknown)
    }
}

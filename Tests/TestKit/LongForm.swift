import Glibc

/// `SNOWMELT_FAULTS=long`: the fault suite takes its time, as `make faults` does.
package var isLong: Bool { getenv("SNOWMELT_FAULTS").map { String(cString: $0) } == "long" }

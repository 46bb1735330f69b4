import Glibc

/// Whether the long fault suite runs, as in `make faults`: `SNOWMELT_FAULTS=long`.
package var isLong: Bool { getenv("SNOWMELT_FAULTS").map { String(cString: $0) } == "long" }

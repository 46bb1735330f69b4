package import Logging

/// A receiver of events, such as the log.
package protocol EventSink: Sendable {
    /// - Parameter labels: the labels of the place where the event happens, and the event's own.
    func record(_ event: RunEvent, labels: [EventLabel: String])
}

/// Sends each event to all sinks, with the labels of the place where it happens.
///
/// `RunEvent` lists what can happen in a run, `EventLabel` the labels and their units.
package struct Events: Sendable {
    private let sinks: [any EventSink]
    private var labels: [EventLabel: String] = [:]

    package init(_ sinks: [any EventSink]) {
        self.sinks = sinks
    }

    /// Sends events only to a log.
    package init(log: Logger) {
        self.init([EventLog(log)])
    }

    /// The same sinks and one more.
    package func with(_ sink: any EventSink) -> Events {
        var events = Events(sinks + [sink])
        events.labels = labels
        return events
    }

    /// The same sinks with further labels, for a place within this one.
    package func labelled(_ labels: [EventLabel: String]) -> Events {
        var events = self
        events.labels.merge(labels) { _, new in new }
        return events
    }

    package func record(_ event: RunEvent) {
        let labels = labels.merging(event.record.labels) { _, own in own }
        for sink in sinks { sink.record(event, labels: labels) }
    }
}

/// Writes events to the log: the name as the message, the labels as metadata.
package struct EventLog: EventSink {
    private let logger: Logger

    package init(_ logger: Logger) {
        self.logger = logger
    }

    package func record(_ event: RunEvent, labels: [EventLabel: String]) {
        let record = event.record
        let metadata = Logger.Metadata(
            uniqueKeysWithValues: labels.map { ($0.key.rawValue, $0.key.metadata($0.value)) })
        logger.log(level: record.level, "\(record.name)", metadata: metadata)
    }
}

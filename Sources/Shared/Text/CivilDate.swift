/// A year, month and day of the proleptic Gregorian calendar.
package struct CivilDate: Sendable {
    /// The year, negative for BC; there is no year 0.
    package let year: Int
    package let month: Int
    package let day: Int

    /// - Parameter days: the number of days since 2000-01-01, between -2^40 and 2^40.
    package init(daysFrom2000 days: Int) {
        // Years start in March here, so that the leap day is the last day; an era of 400 years has 146,097 days.
        let shifted = days + 730_425
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let astronomical = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        year = astronomical > 0 ? astronomical : astronomical - 1
    }
}

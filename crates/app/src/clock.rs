//! Times of the day as text, in UTC. Pure but for [`now`].

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use attacca_library::UnixSeconds;

const DAY_SECONDS: i64 = 86_400;

/// Since 1970 began; zero on a machine whose clock is before that.
#[expect(clippy::disallowed_methods, reason = "the one place where the time of the day is read")]
pub(crate) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The same in whole seconds.
pub(crate) fn now_seconds() -> UnixSeconds {
    UnixSeconds(now().as_secs() as i64)
}

/// `21:04:05`.
pub(crate) fn time_of_day(since_1970: Duration) -> String {
    let seconds = since_1970.as_secs() as i64 % DAY_SECONDS;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `21:04:05.123`.
pub(crate) fn time_with_millis(since_1970: Duration) -> String {
    format!("{}.{:03}", time_of_day(since_1970), since_1970.subsec_millis())
}

/// `2026-11-28T21:04:05Z`.
pub(crate) fn date_and_time(at: UnixSeconds) -> String {
    let (days, seconds) = (at.0.div_euclid(DAY_SECONDS), at.0.rem_euclid(DAY_SECONDS));
    let (year, month, day) = civil(days);
    let time = time_of_day(Duration::from_secs(seconds as u64));
    format!("{year:04}-{month:02}-{day:02}T{time}Z")
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Counts in eras of 400 years, which all have 146,097 days, from 1 March of the year 0, so that the
/// leap day is the last of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months from March on have 153 days in five.
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests;

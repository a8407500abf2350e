//! Times as musicians write them: `3:20.5`, `1:02:03`, `45`.

/// Why a text is not a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseTimeError;

impl std::fmt::Display for ParseTimeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a time: write seconds (45.5), minutes (3:20.5) or hours (1:02:03)")
    }
}

impl std::error::Error for ParseTimeError {}

/// Seconds of `[[hours:]minutes:]seconds[.fraction]`; the parts after the first are under 60.
///
/// # Errors
/// When the text has another form.
pub fn parse_seconds(text: &str) -> Result<f64, ParseTimeError> {
    let (whole, seconds) = text.rsplit_once(':').map_or((None, text), |(w, s)| (Some(w), s));
    let valid = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    if !valid(seconds) || !seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Err(ParseTimeError);
    }
    let mut total: f64 = seconds.parse().map_err(|_| ParseTimeError)?;
    let Some(whole) = whole else { return Ok(total) };
    if total >= 60.0 {
        return Err(ParseTimeError);
    }
    let parts: Vec<u32> = whole
        .split(':')
        .map(|part| if valid(part) { part.parse().ok() } else { None })
        .collect::<Option<_>>()
        .ok_or(ParseTimeError)?;
    match parts[..] {
        [minutes] => total += f64::from(minutes) * 60.0,
        [hours, minutes] if minutes < 60 => {
            total += f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0;
        }
        _ => return Err(ParseTimeError),
    }
    Ok(total)
}

/// `m:ss.d`, or `h:mm:ss.d` from an hour on; tenths are cut, not rounded, as clocks do.
pub fn format_seconds(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0 + 1e-6) as u64;
    let (s, d) = (tenths / 10, tenths % 10);
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}.{d}") } else { format!("{m}:{s:02}.{d}") }
}

#[cfg(test)]
mod tests;

//! Messages of OSC 1.0: an address and at most one number.
//!
//! Source: "The Open Sound Control 1.0 Specification", opensoundcontrol.stanford.edu/spec-1_0.html.

/// A message without arguments.
pub(crate) fn message(address: &str) -> Vec<u8> {
    let mut bytes = padded(address);
    bytes.extend(padded(","));
    bytes
}

/// A message with a number of 64 bits, since 32 would be a frame off after three minutes.
pub(crate) fn message_with_number(address: &str, number: f64) -> Vec<u8> {
    let mut bytes = padded(address);
    bytes.extend(padded(",d"));
    bytes.extend(number.to_be_bytes());
    bytes
}

/// The text with one to four zeros, so that the length is a multiple of four.
fn padded(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize((bytes.len() + 1).next_multiple_of(4), 0);
    bytes
}

#[cfg(test)]
mod tests;

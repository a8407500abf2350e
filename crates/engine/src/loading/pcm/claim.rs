//! How much of what a header claims is believed.

/// Bytes that a header claims for its samples, and what they are measured by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    /// Bytes of samples, by the header.
    pub(super) bytes: u64,
    /// What writes to a pipe can't know the size and puts in the greatest, or a little less: from
    /// here on a size that the file does not hold is none.
    pub(super) least_placeholder: u64,
    /// Bytes of the whole file, by the header.
    pub(super) whole_bytes: u64,
}

/// No recording is this long: a size of 64 bits from here on (1 TiB, half a year of stereo) that
/// the file does not hold is a placeholder or an attack.
pub(super) const LEAST_LONG_PLACEHOLDER: u64 = 1 << 40;

impl Claim {
    /// Bytes of samples in a file of `file_bytes` whose samples begin at `data_start`.
    ///
    /// A file that was cut short keeps its length, and its lanes tell where it ends.
    pub(super) fn believed(self, data_start: u64, file_bytes: u64) -> u64 {
        let available = file_bytes.saturating_sub(data_start);
        if self.bytes >= self.least_placeholder && self.bytes > available {
            return available;
        }
        if self.bytes != 0 {
            return self.bytes;
        }
        // Either there are no samples, or whoever wrote the file could not go back to tell how
        // many. In the first case the size of the whole is right.
        if self.whole_bytes >= file_bytes { 0 } else { available }
    }
}

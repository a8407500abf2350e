//! Many numbers in little memory.

use std::ops::Range;

/// A list of numbers, each in as few bytes as the greatest of them needs: 2, 4 or 8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Below 2¹⁶.
    Short(Vec<u16>),
    /// Below 2³².
    Middle(Vec<u32>),
    /// Any.
    Long(Vec<u64>),
}

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers::Short(Vec::new())
    }
}

impl Numbers {
    /// Adds `number`; all that are there grow with it when it needs more bytes than they have.
    pub(super) fn push(&mut self, number: u64) {
        match self {
            Numbers::Short(numbers) => match u16::try_from(number) {
                Ok(number) => numbers.push(number),
                Err(_) => {
                    *self = Numbers::Middle(numbers.iter().copied().map(u32::from).collect());
                    self.push(number);
                }
            },
            Numbers::Middle(numbers) => match u32::try_from(number) {
                Ok(number) => numbers.push(number),
                Err(_) => {
                    *self = Numbers::Long(numbers.iter().copied().map(u64::from).collect());
                    self.push(number);
                }
            },
            Numbers::Long(numbers) => numbers.push(number),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Numbers::Short(numbers) => numbers.len(),
            Numbers::Middle(numbers) => numbers.len(),
            Numbers::Long(numbers) => numbers.len(),
        }
    }

    /// The one at `idx`.
    pub(super) fn get(&self, idx: usize) -> Option<u64> {
        match self {
            Numbers::Short(numbers) => numbers.get(idx).copied().map(u64::from),
            Numbers::Middle(numbers) => numbers.get(idx).copied().map(u64::from),
            Numbers::Long(numbers) => numbers.get(idx).copied(),
        }
    }

    /// The sum of those in `range`, or of as many as there are; 2⁶⁴ − 1 at most.
    pub(super) fn sum(&self, range: Range<usize>) -> u64 {
        range.map_while(|idx| self.get(idx)).fold(0, u64::saturating_add)
    }

    /// How many of these rising numbers are at most `limit`.
    pub(super) fn count_up_to(&self, limit: u64) -> usize {
        match self {
            Numbers::Short(numbers) => {
                numbers.partition_point(|&number| u64::from(number) <= limit)
            }
            Numbers::Middle(numbers) => {
                numbers.partition_point(|&number| u64::from(number) <= limit)
            }
            Numbers::Long(numbers) => numbers.partition_point(|&number| number <= limit),
        }
    }

    /// Gives back memory that is not needed.
    pub(super) fn shrink(&mut self) {
        match self {
            Numbers::Short(numbers) => numbers.shrink_to_fit(),
            Numbers::Middle(numbers) => numbers.shrink_to_fit(),
            Numbers::Long(numbers) => numbers.shrink_to_fit(),
        }
    }

    /// Bytes of memory.
    pub(super) fn byte_count(&self) -> usize {
        match self {
            Numbers::Short(numbers) => numbers.capacity() * size_of::<u16>(),
            Numbers::Middle(numbers) => numbers.capacity() * size_of::<u32>(),
            Numbers::Long(numbers) => numbers.capacity() * size_of::<u64>(),
        }
    }
}

#[cfg(test)]
mod tests;

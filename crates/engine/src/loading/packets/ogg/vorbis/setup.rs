//! The third packet of a Vorbis stream: the tables of the decoder, gone through to where they end with
//! the lengths of packets.
//!
//! Source: Vorbis I specification §4.2.4, §3.2.1 (codebooks), §6.2.1 and §7.2.2 (floors), §8.6.1
//! (residues).

use crate::loading::packets::ogg::{
    bits::{BitReader, OutOfBits},
    vorbis::SETUP_MARK,
};

/// Numbers in all codebooks together, at most (4 MiB of floats): those of `oggenc` have about
/// 100,000, and a few bits can claim billions.
const MAX_VALUES: u64 = 1 << 20;

/// Codewords of all codebooks together, at most (8 MiB): those of `oggenc` have about 10,000.
const MAX_CODEWORDS: u64 = 1 << 16;

/// Bytes of memory that the decoder takes for each codeword at most: measured, a
/// decoder of `oggenc -q 5` in stereo takes 1.3 MB.
const BYTES_PER_CODEWORD: usize = 128;

/// What is wanted of the packet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Setup {
    /// Whether a packet of a mode is long, for each mode.
    pub(super) modes: Box<[bool]>,
    /// True when several channels are coded beside each other in one residue (of types 0 and 1), as
    /// `oggenc` does with 3, 4, 5, 7 and 8 channels. Symphonia 0.6.1 gets these wrong: the last
    /// partitions' classes of a channel overwrite the first ones of the next.
    pub(super) is_apart: bool,
    /// Bytes of memory that a decoder's tables take.
    pub(super) table_bytes: usize,
}

/// Why the packet is not believed.
pub(super) type Reason = &'static str;

impl From<OutOfBits> for Reason {
    fn from(_: OutOfBits) -> Reason {
        "its tables are cut off"
    }
}

/// Goes through the packet of a stream of `channel_count` channels.
///
/// # Errors
/// When it breaks a rule without which its end is not found, or claims more than is believed.
pub(super) fn read_setup(packet: &[u8], channel_count: usize) -> Result<Setup, Reason> {
    let tables = packet.strip_prefix(SETUP_MARK).ok_or("its tables are missing")?;
    let bits = &mut BitReader::new(tables);
    let (mut values, mut codewords) = (0, 0);
    for _ in 0..=bits.number(8)? {
        let book = skip_codebook(bits)?;
        values += book.values;
        codewords += book.codewords;
        if values > MAX_VALUES || codewords > MAX_CODEWORDS {
            return Err("its tables are larger than any real ones");
        }
    }
    for _ in 0..=bits.number(6)? {
        bits.skip(16)?;
    }
    for _ in 0..=bits.number(6)? {
        skip_floor(bits)?;
    }
    let kinds = (0..=bits.number(6)?).map(|_| read_residue(bits)).collect::<Result<Vec<_>, _>>()?;
    let mut is_apart = false;
    for _ in 0..=bits.number(6)? {
        for submap in read_mapping(bits, channel_count)? {
            let kind = kinds.get(submap.residue).ok_or("its tables are damaged")?;
            is_apart |= submap.channel_count > 1 && *kind < 2;
        }
    }
    let modes = (0..=bits.number(6)?).map(|_| read_mode(bits)).collect::<Result<_, _>>()?;
    let table_bytes = values as usize * size_of::<f32>() + codewords as usize * BYTES_PER_CODEWORD;
    Ok(Setup { modes, is_apart, table_bytes })
}

/// How large a codebook is.
struct Book {
    values: u64,
    codewords: u64,
}

fn skip_codebook(bits: &mut BitReader<'_>) -> Result<Book, Reason> {
    if bits.number(24)? != 0x56_4342 {
        return Err("its tables are damaged");
    }
    let dimensions = bits.number(16)?;
    let codewords = bits.number(24)?;
    if bits.flag()? {
        skip_rising_lengths(bits, codewords)?;
    } else if bits.flag()? {
        for _ in 0..codewords {
            let is_used = bits.flag()?;
            bits.skip(if is_used { 5 } else { 0 })?;
        }
    } else {
        bits.skip(5 * u64::from(codewords))?;
    }
    let all = u64::from(codewords) * u64::from(dimensions);
    let kind = bits.number(4)?;
    let multiplicands = match kind {
        0 => return Ok(Book { values: 0, codewords: u64::from(codewords) }),
        1 => u64::from(root(codewords, dimensions)),
        2 => all,
        _ => return Err("its tables are of an unknown kind"),
    };
    bits.skip(64)?;
    let width = u64::from(bits.number(4)? + 1);
    bits.skip(1 + width * multiplicands)?;
    Ok(Book { values: all, codewords: u64::from(codewords) })
}

/// Lengths of codewords as numbers of codewords for each length.
fn skip_rising_lengths(bits: &mut BitReader<'_>, codewords: u32) -> Result<(), Reason> {
    bits.skip(5)?;
    let mut left = codewords;
    while left > 0 {
        let count = bits.number(bit_count(left))?;
        left = left.checked_sub(count).ok_or("its tables are damaged")?;
    }
    Ok(())
}

fn skip_floor(bits: &mut BitReader<'_>) -> Result<(), Reason> {
    match bits.number(16)? {
        0 => {
            bits.skip(8 + 16 + 16 + 6 + 8)?;
            let books = bits.number(4)? + 1;
            Ok(bits.skip(8 * u64::from(books))?)
        }
        1 => skip_floor_of_lines(bits),
        _ => Err("its tables are of an unknown kind"),
    }
}

fn skip_floor_of_lines(bits: &mut BitReader<'_>) -> Result<(), Reason> {
    let mut classes = [0_usize; 31];
    let partitions = bits.number(5)? as usize;
    for class in &mut classes[..partitions] {
        *class = bits.number(4)? as usize;
    }
    let classes = &classes[..partitions];
    let mut dimensions = [0; 16];
    let class_count = classes.iter().max().map_or(0, |&highest| highest + 1);
    for dimensions in &mut dimensions[..class_count] {
        *dimensions = bits.number(3)? + 1;
        let subclass_bits = bits.number(2)?;
        bits.skip(if subclass_bits > 0 { 8 } else { 0 })?;
        bits.skip(8 << subclass_bits)?;
    }
    bits.skip(2)?;
    let width = bits.number(4)?;
    let places: u32 = classes.iter().map(|&class| dimensions[class]).sum();
    Ok(bits.skip(u64::from(places * width))?)
}

/// Goes through a residue; returns its type.
fn read_residue(bits: &mut BitReader<'_>) -> Result<u32, Reason> {
    let kind = bits.number(16)?;
    bits.skip(24 + 24 + 24)?;
    let class_count = bits.number(6)? + 1;
    bits.skip(8)?;
    let mut books = 0;
    for _ in 0..class_count {
        books += bits.number(3)?.count_ones();
        if bits.flag()? {
            books += bits.number(5)?.count_ones();
        }
    }
    bits.skip(8 * u64::from(books))?;
    Ok(kind)
}

/// Channels that share a residue.
#[derive(Debug, Clone, Copy, Default)]
struct Submap {
    channel_count: usize,
    residue: usize,
}

/// Goes through a mapping; returns its submaps.
fn read_mapping(bits: &mut BitReader<'_>, channel_count: usize) -> Result<Vec<Submap>, Reason> {
    if bits.number(16)? != 0 {
        return Err("its tables are of an unknown kind");
    }
    let submap_count = if bits.flag()? { bits.number(4)? as usize + 1 } else { 1 };
    if bits.flag()? {
        let couplings = u64::from(bits.number(8)? + 1);
        bits.skip(couplings * 2 * u64::from(bit_count(channel_count as u32 - 1)))?;
    }
    bits.skip(2)?;
    let mut submaps = vec![Submap::default(); submap_count];
    for _ in 0..channel_count {
        let submap = if submap_count > 1 { bits.number(4)? as usize } else { 0 };
        submaps.get_mut(submap).ok_or("its tables are damaged")?.channel_count += 1;
    }
    for submap in &mut submaps {
        bits.skip(8 + 8)?;
        submap.residue = bits.number(8)? as usize;
    }
    Ok(submaps)
}

fn read_mode(bits: &mut BitReader<'_>) -> Result<bool, Reason> {
    let is_long = bits.flag()?;
    bits.skip(16 + 16 + 8)?;
    Ok(is_long)
}

/// Bits that `number` takes.
fn bit_count(number: u32) -> u32 {
    u32::BITS - number.leading_zeros()
}

/// The greatest number of which the `dimensions`th power is at most `codewords`.
fn root(codewords: u32, dimensions: u32) -> u32 {
    let fits = |root: u32| {
        let power = root.checked_pow(dimensions);
        power.is_some_and(|power| power <= codewords)
    };
    // As a float it is off by one at most.
    let near = f64::from(codewords).powf(1.0 / f64::from(dimensions.max(1))) as u32;
    [near + 1, near].into_iter().find(|&root| fits(root)).unwrap_or(near.saturating_sub(1))
}

#[cfg(test)]
mod tests;

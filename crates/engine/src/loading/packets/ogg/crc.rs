//! The checksum of Ogg pages.
//!
//! Source: RFC 3533 §6, "CRC_checksum".

/// Continues `crc` (0 at the start), the CRC-32 of the polynomial 0x04c11db7, highest bit first,
/// over `bytes`.
pub(super) fn crc32(crc: u32, bytes: &[u8]) -> u32 {
    // Sixteen bytes at a time, a table for each, looked up side by side: every page that is played
    // passes through here.
    let (blocks, rest) = bytes.as_chunks::<16>();
    let crc = blocks.iter().fold(crc, |crc, block| {
        let mut block = *block;
        block.iter_mut().zip(crc.to_be_bytes()).for_each(|(byte, part)| *byte ^= part);
        block.iter().zip(CRC32.iter().rev()).fold(0, |sum, (&b, table)| sum ^ table[usize::from(b)])
    });
    rest.iter().fold(crc, |crc, &byte| crc32_byte(crc, byte))
}

const fn crc32_byte(crc: u32, byte: u8) -> u32 {
    (crc << 8) ^ CRC32_OF_BYTE[((crc >> 24) as u8 ^ byte) as usize]
}

const CRC32_OF_BYTE: [u32; 256] = crc32_table();

/// `CRC32[k][b]`: the CRC-32 of the byte `b` and `k` zeros.
static CRC32: [[u32; 256]; 16] = crc32_tables();

const fn crc32_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u32) << 24;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000_0000 == 0 { crc << 1 } else { (crc << 1) ^ 0x04c1_1db7 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

const fn crc32_tables() -> [[u32; 256]; 16] {
    let mut tables = [CRC32_OF_BYTE; 16];
    let mut zeros = 1;
    while zeros < 16 {
        let mut byte = 0;
        while byte < 256 {
            tables[zeros][byte] = crc32_byte(tables[zeros - 1][byte], 0);
            byte += 1;
        }
        zeros += 1;
    }
    tables
}

#[cfg(test)]
mod tests;

//! The two checksums of FLAC frames.
//!
//! Source: RFC 9639 §9.1.8 (CRC-8 of the header) and §9.3 (CRC-16 of the frame).

/// CRC-8 of x⁸+x²+x+1, from 0.
pub(crate) fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, &byte| CRC8[usize::from(crc ^ byte)])
}

/// Continues `crc` (0 at the start), the CRC-16 of x¹⁶+x¹⁵+x²+1, over `bytes`.
///
/// Over a whole frame, including the checksum at its end, the result is 0.
pub(crate) fn crc16(crc: u16, bytes: &[u8]) -> u16 {
    // Sixteen bytes at a time, a table for each, looked up side by side: one table and one byte at
    // a time would cost as much as decoding, and every frame that is played passes through here.
    let (blocks, rest) = bytes.as_chunks::<16>();
    let crc = blocks.iter().fold(crc, |crc, block| {
        let mut block = *block;
        let [high, low] = crc.to_be_bytes();
        block[0] ^= high;
        block[1] ^= low;
        block.iter().zip(CRC16.iter().rev()).fold(0, |sum, (&b, table)| sum ^ table[usize::from(b)])
    });
    rest.iter().fold(crc, |crc, &byte| crc16_byte(crc, byte))
}

const fn crc16_byte(crc: u16, byte: u8) -> u16 {
    (crc << 8) ^ CRC16_OF_BYTE[((crc >> 8) as u8 ^ byte) as usize]
}

static CRC8: [u8; 256] = crc8_table();
const CRC16_OF_BYTE: [u16; 256] = crc16_table();

/// `CRC16[k][b]`: the CRC-16 of the byte `b` and `k` zeros.
static CRC16: [[u16; 256]; 16] = crc16_tables();

const fn crc8_table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x80 == 0 { crc << 1 } else { (crc << 1) ^ 0x07 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

const fn crc16_table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x8005 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

const fn crc16_tables() -> [[u16; 256]; 16] {
    let mut tables = [CRC16_OF_BYTE; 16];
    let mut zeros = 1;
    while zeros < 16 {
        let mut byte = 0;
        while byte < 256 {
            tables[zeros][byte] = crc16_byte(tables[zeros - 1][byte], 0);
            byte += 1;
        }
        zeros += 1;
    }
    tables
}

#[cfg(test)]
mod tests;

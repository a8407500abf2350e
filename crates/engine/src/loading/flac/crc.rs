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
    // Eight bytes at a time, a table for each: five times as fast as one table, and every frame
    // that is played passes through here.
    let (eights, rest) = bytes.as_chunks::<8>();
    let crc = eights.iter().fold(crc, |crc, b| {
        let [high, low] = crc.to_be_bytes();
        CRC16[7][usize::from(b[0] ^ high)]
            ^ CRC16[6][usize::from(b[1] ^ low)]
            ^ CRC16[5][usize::from(b[2])]
            ^ CRC16[4][usize::from(b[3])]
            ^ CRC16[3][usize::from(b[4])]
            ^ CRC16[2][usize::from(b[5])]
            ^ CRC16[1][usize::from(b[6])]
            ^ CRC16[0][usize::from(b[7])]
    });
    rest.iter().fold(crc, |crc, &byte| crc16_byte(crc, byte))
}

const fn crc16_byte(crc: u16, byte: u8) -> u16 {
    (crc << 8) ^ CRC16_OF_BYTE[((crc >> 8) as u8 ^ byte) as usize]
}

static CRC8: [u8; 256] = crc8_table();
const CRC16_OF_BYTE: [u16; 256] = crc16_table();

/// `CRC16[k][b]`: the CRC-16 of the byte `b` and `k` zeros.
static CRC16: [[u16; 256]; 8] = crc16_tables();

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

const fn crc16_tables() -> [[u16; 256]; 8] {
    let mut tables = [CRC16_OF_BYTE; 8];
    let mut zeros = 1;
    while zeros < 8 {
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

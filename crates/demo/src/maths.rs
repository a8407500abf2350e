//! Functions whose last bit is the same on every machine.
//!
//! The system's `sin` and `exp` differ between platforms, and with them the demo songs would. These
//! use additions, multiplications and divisions only, which IEEE 754 fixes to the bit.

use std::f64::consts::{LN_2, LOG2_E, TAU};

/// The sine of a whole circle's fraction: `sine(0.25)` is 1.
pub(crate) fn sine(turns: f64) -> f64 {
    let turns = turns - turns.floor();
    // To the quarter around zero, where the series is short.
    let folded = match turns {
        t if t < 0.25 => t,
        t if t < 0.75 => 0.5 - t,
        t => t - 1.0,
    };
    let x = folded * TAU;
    let square = x * x;
    // The Taylor series, as nested products; after x^17 it is exact to 1e-13.
    let mut sum = 1.0;
    for n in (1..=8).rev() {
        sum = 1.0 - sum * square / f64::from((2 * n) * (2 * n + 1));
    }
    x * sum
}

/// 2 to the power of `x`; `x` within ±1000.
pub(crate) fn exp2(x: f64) -> f64 {
    let whole = x.floor();
    let rest = (x - whole) * LN_2;
    let mut sum = 1.0;
    for n in (1..=16).rev() {
        sum = 1.0 + sum * rest / f64::from(n);
    }
    // The bits of a power of two are its exponent alone.
    sum * f64::from_bits(((1023 + whole as i64) as u64) << 52)
}

/// e to the power of `x`.
pub(crate) fn exp(x: f64) -> f64 {
    exp2(x * LOG2_E)
}

/// The linear factor of a level in dB.
pub(crate) fn gain_of_db(db: f64) -> f64 {
    const OCTAVES_PER_DB: f64 = 0.166_096_404_744_368_13;
    exp2(db * OCTAVES_PER_DB)
}

/// The Hz of a MIDI pitch; 69 is 440 Hz, 1 is a semitone.
pub(crate) fn hz_of_pitch(pitch: f64) -> f64 {
    440.0 * exp2((pitch - 69.0) / 12.0)
}

/// The tangent of half a circle's fraction, below 0.5: what filters make of cutoff / rate.
pub(crate) fn tangent_of_half_turns(half_turns: f64) -> f64 {
    sine(half_turns / 2.0) / sine(half_turns / 2.0 + 0.25)
}

#[cfg(test)]
mod tests;

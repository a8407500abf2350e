//! Reads jumps and loops: `jump 1:00 of Encore at 0:45 fade 2`. Pure.

use attacca_engine::settings::MAX_JUMP_CROSSFADE_SECONDS;

use super::{
    JumpAt, JumpPlan, LoopPlan,
    parse::{CommandError, missing, seconds, unquoted},
};

/// `TIME [of SONG] at TIME|end [fade SECONDS]`; the last `at` and `fade` count, so that a song's
/// title may hold them.
pub(super) fn jump(rest: &str) -> Result<JumpPlan, CommandError> {
    let incomplete = || missing("jump", "where to go and when", "jump 1:00 at 0:45");
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (words, crossfade_seconds) = without_fade(&words)?;
    let (target, at) = split_at_last(words, "at").ok_or_else(incomplete)?;
    let ([to, of_song @ ..], [at]) = (target, at) else { return Err(incomplete()) };
    let song = match of_song {
        [] => None,
        [of, title @ ..] if is_word(of, "of") && !title.is_empty() => {
            Some(unquoted(&title.join(" ")).to_owned())
        }
        _ => return Err(incomplete()),
    };
    let at = if is_word(at, "end") { JumpAt::End } else { JumpAt::Position(seconds(at)?) };
    Ok(JumpPlan { song, to_seconds: seconds(to)?, at, crossfade_seconds })
}

/// `TIME TIME [fade SECONDS]`.
pub(super) fn looped(rest: &str) -> Result<LoopPlan, CommandError> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (words, crossfade_seconds) = without_fade(&words)?;
    let [from, to] = words else { return Err(missing("loop", "two times", "loop 0:30 1:00")) };
    let (from_seconds, to_seconds) = (seconds(from)?, seconds(to)?);
    if to_seconds <= from_seconds {
        return Err(CommandError::BackwardLoop);
    }
    Ok(LoopPlan { from_seconds, to_seconds, crossfade_seconds })
}

fn without_fade<'a>(words: &'a [&'a str]) -> Result<(&'a [&'a str], f64), CommandError> {
    let Some((before, [fade])) = split_at_last(words, "fade") else { return Ok((words, 0.0)) };
    let crossfade = seconds(fade)?;
    if crossfade > MAX_JUMP_CROSSFADE_SECONDS {
        return Err(CommandError::LongCrossfade);
    }
    Ok((before, crossfade))
}

/// The words before and after the last one that is `word`.
fn split_at_last<'a>(words: &'a [&'a str], word: &str) -> Option<(&'a [&'a str], &'a [&'a str])> {
    let at = words.iter().rposition(|found| is_word(found, word))?;
    Some((&words[..at], &words[at + 1..]))
}

fn is_word(found: &str, word: &str) -> bool {
    found.eq_ignore_ascii_case(word)
}

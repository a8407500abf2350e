//! Errors in one line.

use std::error::Error;

/// `error` and what caused it, each once: "cannot open the file: permission denied".
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

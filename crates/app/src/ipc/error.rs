//! What a command that was not carried out answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command was not carried out. Everything is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct IpcError {
    /// What the page acts on.
    pub code: ErrorCode,
    /// For the person who plays: what is wrong, and what to do.
    pub message: String,
    /// For the one who helps: what the system said.
    pub detail: Option<String>,
}

/// Kinds of errors, as far as the page treats them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// What was named is not there, or not any more.
    NotFound,
    /// The arguments make no sense.
    Invalid,
    /// The show is locked, or the edit would touch what plays.
    Locked,
    /// Not now: something else is under way.
    Busy,
    /// The library could not be read or written.
    Storage,
    /// The engine or the output refused.
    Engine,
    /// A fault of the program.
    Internal,
}

impl IpcError {
    /// An error without a detail.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> IpcError {
        IpcError { code, message: message.into(), detail: None }
    }

    /// The arguments make no sense.
    pub fn invalid(message: impl Into<String>) -> IpcError {
        IpcError::new(ErrorCode::Invalid, message)
    }

    /// What was named is not there.
    pub fn not_found(message: impl Into<String>) -> IpcError {
        IpcError::new(ErrorCode::NotFound, message)
    }

    /// The same, with what the system said.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> IpcError {
        IpcError { detail: Some(detail.into()), ..self }
    }
}

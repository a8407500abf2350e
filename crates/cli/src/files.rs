//! How many files may be open at once.

/// Asks the system to let this process open as many files as it may: a set of 20 songs of 60 stems
/// has 1,200 open, and many systems begin with 1,024 or 256. If it is refused, songs far from the
/// current one fail to open until they come near.
#[cfg(unix)]
pub(crate) fn allow_many_open() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// As many as any set needs; macOS refuses to go to "unlimited".
    const WANTED: u64 = 10_240;

    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(WANTED, |maximum| maximum.min(WANTED));
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, wanted, "the limit of open files stays as it is");
        }
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
pub(crate) fn allow_many_open() {}

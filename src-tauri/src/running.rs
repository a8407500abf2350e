//! The app, from its start to its end.

use std::{
    mem,
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use attacca_app::{
    App,
    ipc::{ErrorCode, Severity},
};
use tauri::{AppHandle, Manager};

/// How long a command that is under way may keep the program from ending.
const PATIENCE: Duration = Duration::from_secs(3);

/// An import that waits for another one asks so often whether that is done.
const UNTIL_ASKED_AGAIN: Duration = Duration::from_millis(200);

/// The app, from before its start to after its end.
#[derive(Default)]
pub(crate) struct Running {
    state: Mutex<State>,
    has_changed: Condvar,
}

#[derive(Default)]
enum State {
    /// It will run: who brings something for it waits.
    #[default]
    NotYet,
    Runs(Arc<App>),
    Ended,
}

impl Running {
    /// From now on it runs.
    pub(crate) fn begin(&self, app: Arc<App>) {
        drop(self.replace(State::Runs(app)));
    }

    /// It, if it runs now. Nobody keeps it for longer than a command takes.
    pub(crate) fn app(&self) -> Option<Arc<App>> {
        match &*self.lock() {
            State::Runs(app) => Some(Arc::clone(app)),
            State::NotYet | State::Ended => None,
        }
    }

    /// It, as soon as it runs; none once it has ended. Not for the UI thread, which starts it.
    pub(crate) fn wait(&self) -> Option<Arc<App>> {
        let is_early = |state: &mut State| matches!(state, State::NotYet);
        let state = self.has_changed.wait_while(self.lock(), is_early);
        drop(state.unwrap_or_else(PoisonError::into_inner));
        self.app()
    }

    /// Ends it: it fades out and stores where the show is. Waits for commands under way.
    pub(crate) fn end(&self) {
        let State::Runs(mut app) = self.replace(State::Ended) else { return };
        let began = Instant::now();
        while let Err(shared) = Arc::try_unwrap(app) {
            if began.elapsed() > PATIENCE {
                tracing::warn!(
                    "a command does not end; the place in the show may be a little older"
                );
                return;
            }
            app = shared;
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn replace(&self, state: State) -> State {
        let old = mem::replace(&mut *self.lock(), state);
        self.has_changed.notify_all();
        old
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Imports in the background, after an import that is under way. Does not wait for it here; only a refusal is told.
pub(crate) fn import(handle: &AppHandle, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let handle = handle.clone();
    aside("import", move || {
        // A second start may bring something before the first one has its app.
        while let Some(app) = handle.state::<Running>().wait() {
            match app.import(paths.clone()) {
                Ok(()) => return,
                Err(error) if error.code == ErrorCode::Busy => {
                    // Nobody keeps the app while waiting: it may end.
                    drop(app);
                    thread::sleep(UNTIL_ASKED_AGAIN);
                }
                Err(error) => {
                    return app.say(Severity::Warning, format!("Nothing is imported: {error}"));
                }
            }
        }
    });
}

/// Does something on a thread of its own, for the UI thread, which never waits.
pub(crate) fn aside(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::error!("no thread for {name}: {error}");
    }
}

#[cfg(test)]
mod tests;

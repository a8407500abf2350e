//! The app, from its start to its end.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use attacca_app::{
    App,
    ipc::{ErrorCode, IpcError},
};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// How long a command that is under way may keep the program from ending.
const PATIENCE: Duration = Duration::from_secs(3);

/// An import that waits for another one asks so often whether that is done.
const UNTIL_ASKED_AGAIN: Duration = Duration::from_millis(200);

/// The app while it runs: none before its start and after its end.
#[derive(Default)]
pub(crate) struct Running(Mutex<Option<Arc<App>>>);

impl Running {
    /// From now on it runs.
    pub(crate) fn begin(&self, app: Arc<App>) {
        *self.lock() = Some(app);
    }

    /// It, if it runs. Nobody keeps it for longer than a command takes.
    pub(crate) fn app(&self) -> Option<Arc<App>> {
        self.lock().clone()
    }

    /// Ends it: it fades out and stores where the show is. Waits for commands under way.
    pub(crate) fn end(&self) {
        let Some(mut app) = self.lock().take() else { return };
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

    fn lock(&self) -> MutexGuard<'_, Option<Arc<App>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Imports in the background, after an import that is under way. Does not wait for it here; only a refusal is told.
pub(crate) fn import(handle: &AppHandle, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let handle = handle.clone();
    aside("import", move || {
        while let Some(app) = handle.state::<Running>().app() {
            match app.import(paths.clone()) {
                Ok(()) => return,
                Err(error) if error.code == ErrorCode::Busy => {
                    // Nobody keeps the app while waiting: it may end.
                    drop(app);
                    thread::sleep(UNTIL_ASKED_AGAIN);
                }
                Err(error) => return refuse(&handle, &error),
            }
        }
    });
}

fn refuse(handle: &AppHandle, error: &IpcError) {
    let refusal = handle.dialog().message(error.to_string()).title("Nothing is imported");
    refusal.kind(MessageDialogKind::Warning).show(|_| {});
}

/// Does something on a thread of its own, for the UI thread, which never waits.
pub(crate) fn aside(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::error!("no thread for {name}: {error}");
    }
}

//! The app, from its start to its end.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use attacca_app::App;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// How long a command that is under way may keep the program from ending.
const PATIENCE: Duration = Duration::from_secs(3);

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
                tracing::warn!("a command does not end; the place in the show may be a little older");
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

/// Imports in the background; only a refusal is told here. Does not wait.
pub(crate) fn import(handle: &AppHandle, paths: Vec<PathBuf>) {
    let handle = handle.clone();
    aside("import", move || {
        let Some(app) = handle.state::<Running>().app().filter(|_| !paths.is_empty()) else { return };
        if let Err(error) = app.import(paths) {
            let refusal = handle.dialog().message(error.to_string()).title("Nothing is imported");
            refusal.kind(MessageDialogKind::Warning).show(|_| {});
        }
    });
}

/// Does something on a thread of its own, for the UI thread, which never waits.
pub(crate) fn aside(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::error!("no thread for {name}: {error}");
    }
}

//! What comes up to the page by itself: events as they happen, telemetry at a steady rate.

use std::{
    io,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use attacca_app::ipc::{AppEvent, Telemetry};
use crossbeam_channel::Receiver;
use serde::Serialize;
use tauri::{AppHandle, Manager, ipc::Channel};

use crate::{running::Running, window};

/// Telemetry a second, of which the page makes smooth movements.
const TELEMETRY_HZ: u32 = 30;

/// How often telemetry looks whether anybody can see it: asking is a round trip through the UI thread.
const LOOK_AT_WINDOW: Duration = Duration::from_millis(500);

/// A way to the page. There is one page; when it is loaded anew, its new channel takes the place of the old one.
pub(crate) struct Line<T>(Mutex<Option<Channel<T>>>);

impl<T> Default for Line<T> {
    fn default() -> Self {
        Line(Mutex::new(None))
    }
}

impl<T: Serialize> Line<T> {
    /// From now on the page listens here.
    pub(crate) fn open(&self, channel: Channel<T>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }

    fn channel(&self) -> Option<Channel<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells the page, if it listens. One that comes later asks how things are.
    pub(crate) fn send(&self, news: T) {
        if let Some(channel) = self.channel()
            && let Err(error) = channel.send(news)
        {
            tracing::debug!("the page does not listen: {error}");
        }
    }
}

/// The ways to the page.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) events: Line<AppEvent>,
    pub(crate) telemetry: Line<Telemetry>,
}

/// Starts the two threads that bring news to the page.
///
/// # Errors
///
/// The system gives no thread.
pub(crate) fn start(handle: &AppHandle, events: Receiver<AppEvent>) -> io::Result<()> {
    let to_page = handle.clone();
    thread::Builder::new().name("events".to_owned()).spawn(move || {
        for event in events {
            to_page.state::<News>().events.send(event);
        }
    })?;
    let to_page = handle.clone();
    let telemetry = thread::Builder::new().name("telemetry".to_owned());
    telemetry.spawn(move || send_telemetry(&to_page)).map(drop)
}

/// For as long as the app runs.
fn send_telemetry(handle: &AppHandle) {
    let period = Duration::from_secs(1) / TELEMETRY_HZ;
    let mut is_seen = false;
    let mut looked: Option<Instant> = None;
    let mut due = Instant::now();
    while let Some(app) = handle.state::<Running>().app() {
        if looked.is_none_or(|looked| due - looked >= LOOK_AT_WINDOW) {
            is_seen = window::is_seen(handle);
            looked = Some(due);
        }
        if is_seen {
            handle.state::<News>().telemetry.send(app.telemetry());
        }
        drop(app);
        // What was late is not made up for: the page needs the latest only.
        let now = Instant::now();
        due = (due + period).max(now);
        thread::sleep(due - now);
    }
}

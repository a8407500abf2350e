//! `call`: the one way from the page to the app, in the order in which the page asks.
//!
//! The order matters: of two positions of a fader the later one has to win. Tauri's own asynchronous commands run on
//! many threads and may overtake each other; so calls are taken on the UI thread, which never waits, and carried out
//! by a thread of their own. Those that only read, and may take long, run beside it.

use std::{sync::Arc, thread};

use attacca_app::{App, ipc::IpcError};
use crossbeam_channel::{Receiver, Sender, unbounded};
use serde::Deserialize;
use serde_json::Value;
use tauri::{
    Wry,
    ipc::{Invoke, InvokeBody, InvokeError, InvokeResolver},
};

/// The end of the queue that the UI thread has.
pub(crate) struct Calls {
    queue: Sender<Call>,
}

struct Call {
    request: Request,
    resolver: InvokeResolver<Wry>,
}

/// What the page sends.
#[derive(Deserialize)]
struct Request {
    name: String,
    #[serde(default)]
    args: Value,
}

impl Calls {
    /// Starts the thread that carries calls out, which ends with the queue.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub(crate) fn start(app: Arc<App>) -> std::io::Result<Calls> {
        let (queue, calls) = unbounded();
        thread::Builder::new().name("calls".to_owned()).spawn(move || carry_out(&app, &calls))?;
        Ok(Calls { queue })
    }

    /// Takes a call. It is answered later.
    pub(crate) fn take(&self, invoke: Invoke<Wry>) {
        let Invoke { message, resolver, .. } = invoke;
        let request = match message.payload() {
            InvokeBody::Json(json) => Request::deserialize(json).map_err(|error| error.to_string()),
            InvokeBody::Raw(_) => Err("a call is JSON".to_owned()),
        };
        match request {
            // The queue ends with the program: nobody waits for the answer then.
            Ok(request) => drop(self.queue.send(Call { request, resolver })),
            Err(error) => resolver.reject(IpcError::invalid(error)),
        }
    }
}

fn carry_out(app: &Arc<App>, calls: &Receiver<Call>) {
    for Call { request, resolver } in calls {
        if app.is_query(&request.name) {
            let app = Arc::clone(app);
            tauri::async_runtime::spawn_blocking(move || answer(&app, request, resolver));
        } else {
            answer(app, request, resolver);
        }
    }
}

fn answer(app: &App, request: Request, resolver: InvokeResolver<Wry>) {
    let outcome = app.call(&request.name, request.args);
    resolver.respond(outcome.map_err(InvokeError::from));
}

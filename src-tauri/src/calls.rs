//! `call`: the one way from the page to the app, in the order in which the page asks.
//!
//! The order matters: of two positions of a fader the later one has to win. Tauri's own asynchronous commands run on
//! many threads and may overtake each other; so calls are taken on the UI thread, which never waits, and carried out
//! by a thread of their own.

use std::{io, thread};

use attacca_app::ipc::{ErrorCode, IpcError};
use crossbeam_channel::{Receiver, Sender, unbounded};
use serde::Deserialize;
use serde_json::Value;
use tauri::{
    AppHandle, Manager, Wry,
    ipc::{Invoke, InvokeBody, InvokeError, InvokeResolver},
};

use crate::running::{self, Running};

/// What changes nothing and asks the system, which may take seconds: it runs beside the others.
const BESIDE: [&str; 1] = ["outputs"];

/// The end of the queue that the UI thread has.
pub(crate) struct Calls(Sender<Call>);

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
    /// Starts the thread that carries calls out.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub(crate) fn start(handle: &AppHandle) -> io::Result<Calls> {
        let (queue, calls) = unbounded();
        let handle = handle.clone();
        thread::Builder::new()
            .name("calls".to_owned())
            .spawn(move || carry_out(&handle, &calls))?;
        Ok(Calls(queue))
    }

    /// Takes a call. It is answered later.
    pub(crate) fn take(&self, invoke: Invoke<Wry>) {
        let Invoke { message, resolver, .. } = invoke;
        let request = match message.payload() {
            InvokeBody::Json(json) => Request::deserialize(json).map_err(|error| error.to_string()),
            InvokeBody::Raw(_) => Err("a call is JSON".to_owned()),
        };
        match request {
            // The thread ends with the program: nobody waits for the answer then.
            Ok(request) => drop(self.0.send(Call { request, resolver })),
            Err(error) => resolver.reject(IpcError::invalid(error)),
        }
    }
}

fn carry_out(handle: &AppHandle, calls: &Receiver<Call>) {
    for call in calls {
        if BESIDE.contains(&call.request.name.as_str()) {
            let handle = handle.clone();
            running::aside("call-beside", move || answer(&handle, call));
        } else {
            answer(handle, call);
        }
    }
}

fn answer(handle: &AppHandle, Call { request, resolver }: Call) {
    let has_ended = || IpcError::new(ErrorCode::Internal, "Attacca is ending");
    let app = handle.state::<Running>().app().ok_or_else(has_ended);
    let outcome = app.and_then(|app| app.call(&request.name, request.args));
    resolver.respond(outcome.map_err(InvokeError::from));
}

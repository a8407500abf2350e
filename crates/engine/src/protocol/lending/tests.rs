//! Claims about lending, in every order in which the threads can run: `loom` tries all interleavings
//! and whatever the memory model allows, and fails when one thread writes what another may still
//! read.

use loom::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::channel,
    },
    thread,
};

use super::*;

impl<T> Counted for Arc<T> {
    type Value = T;

    fn new(value: T) -> Arc<T> {
        Arc::new(value)
    }

    fn sole(&mut self) -> Option<&mut T> {
        Arc::get_mut(self)
    }

    fn into_sole(self) -> Option<T> {
        Arc::try_unwrap(self).ok()
    }
}

/// A slab of one sample.
struct Slab {
    sample: Cell<u32>,
    is_freed: Arc<AtomicBool>,
}

impl Drop for Slab {
    fn drop(&mut self) {
        self.is_freed.store(true, Relaxed);
    }
}

fn slab() -> (Lent<Arc<Slab>>, Arc<AtomicBool>) {
    let is_freed = Arc::new(AtomicBool::new(false));
    let slab = Slab { sample: Cell::new(1), is_freed: Arc::clone(&is_freed) };
    (Lent::new(slab), is_freed)
}

#[test]
fn a_slab_that_is_home_is_read_by_nobody() {
    loom::model(|| {
        let (mut lent, _) = slab();
        let (to_audio, from_schedule) = channel();
        // Two windows have it: the one that plays and the one that is sought.
        to_audio.send(lent.lend()).unwrap();
        to_audio.send(lent.lend()).unwrap();
        let audio = thread::spawn(move || {
            let (first, second) = (from_schedule.recv().unwrap(), from_schedule.recv().unwrap());
            assert_eq!(first.sample.get(), 1, "nobody has written to it");
            drop(first);
            assert_eq!(second.sample.get(), 1, "nobody has written to it");
        });
        if lent.is_home() {
            lent.get().sample.set(2);
        }
        audio.join().unwrap();
        assert!(lent.is_home(), "it comes back");
        assert!(lent.into_value().is_some());
    });
}

/// An engine that is dropped while its renderer goes on; true when the renderer keeps what it was
/// lent alive.
fn engine_is_dropped_while_the_renderer_plays(keeps_alive: bool) {
    loom::model(move || {
        let (lent, is_freed) = slab();
        let played = lent.lend();
        let shelf = Arc::new(lent);
        let kept = keeps_alive.then(|| Arc::clone(&shelf));
        let audio = thread::spawn(move || {
            assert_eq!(played.sample.get(), 1);
            drop(played);
            // What this thread has freed, it sees.
            assert!(!is_freed.load(Relaxed), "the callback has freed it");
            // Not in the callback any more: the output is closed.
            drop(kept);
        });
        drop(shelf);
        audio.join().unwrap();
    });
}

#[test]
fn a_renderer_that_keeps_the_shelf_alive_frees_nothing_in_its_callback() {
    engine_is_dropped_while_the_renderer_plays(true);
}

#[test]
#[should_panic(expected = "the callback has freed it")]
fn without_the_shelf_it_would() {
    engine_is_dropped_while_the_renderer_plays(false);
}

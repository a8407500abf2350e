//! Claims about answers.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use super::*;

/// Every read takes a moment.
#[derive(Debug)]
struct Slow;

const MOMENT: Duration = Duration::from_millis(2);

impl ByteSource for Slow {
    fn byte_count(&self) -> u64 {
        1
    }

    fn read_at(&self, _buffer: &mut [u8], _offset: u64) -> io::Result<usize> {
        thread::sleep(MOMENT);
        Ok(0)
    }

    fn will_need(&self, _bytes: Range<u64>) {}

    fn identity(&self) -> SourceIdentity {
        SourceIdentity { byte_count: 1, modified_ns: 0 }
    }
}

#[test]
fn an_answer_is_owed_while_a_question_is_open() {
    count_for_loader();
    let answers = Answers::default();
    assert_eq!(answers.owed_since(), None);
    answers.ask(|| assert_eq!(answers.owed_since(), Some(0)));
    assert_eq!(answers.owed_since(), None);
    answers.ask(|| answers.ask(|| assert_eq!(answers.owed_since(), Some(1))));
}

#[test]
fn a_read_that_panics_owes_no_answer() {
    count_for_loader();
    let answers = Answers::default();
    let read = || answers.ask(|| panic!("injected"));
    assert!(catch_unwind(AssertUnwindSafe(read)).is_err());
    assert_eq!(answers.owed_since(), None);
}

#[test]
fn the_time_of_reads_counts_that_loaders_make_and_no_others() {
    let answers = Arc::<Answers>::default();
    let file = CountingSource { source: Arc::new(Slow), answers: Arc::clone(&answers) };
    let read = || file.read_at(&mut [], 0).is_ok();
    let read_by = |begin: fn()| {
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                begin();
                read()
            });
            thread.join().expect("the read does not panic")
        })
    };
    assert!(read_by(|| {}), "an indexer reads");
    assert_eq!(answers.take_read_time(), Duration::ZERO);
    assert!(read_by(count_for_loader), "a loader reads");
    assert!(answers.take_read_time() >= MOMENT);
}

#[test]
fn a_question_of_another_thread_is_no_loaders_wait() {
    let answers = Answers::default();
    thread::scope(|scope| {
        scope.spawn(|| answers.ask(|| assert_eq!(answers.owed_since(), None)));
    });
    assert_eq!(answers.owed_since(), None);
}

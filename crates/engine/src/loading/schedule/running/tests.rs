//! Claims about the jobs that loaders have.

use super::*;

const WANTED: usize = 2;

fn stem(number: usize) -> StemRef {
    StemRef { song: SongId(0), stem: number }
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// Starts what is missing; returns how many.
fn start(jobs: &mut RunningJobs, wanted: usize) -> usize {
    std::iter::from_fn(|| jobs.start_loader(wanted).then_some(())).count()
}

/// Jobs of so many loaders, each in the file of another stem.
fn jobs(count: usize, now: Instant) -> RunningJobs {
    let mut jobs = RunningJobs::default();
    start(&mut jobs, WANTED);
    (0..count).for_each(|number| {
        jobs.begin(Work::Decode(stem(number), 0), now);
    });
    jobs
}

#[test]
fn a_loader_is_lost_when_its_file_owes_an_answer_for_a_quarter_of_a_second() {
    let now = Instant::now();
    let mut jobs = jobs(1, now);
    assert!(jobs.look(now, |_| Some(7)).is_empty());
    assert!(jobs.look(now + millis(249), |_| Some(7)).is_empty());
    let lost = jobs.look(now + millis(250), |_| Some(7));
    assert_eq!(lost.iter().map(|(_, work)| *work).collect::<Vec<_>>(), [Work::Decode(stem(0), 0)]);
    assert!(jobs.look(now + millis(900), |_| Some(7)).is_empty(), "it is lost once");
    assert_eq!((jobs.count(), jobs.n_stuck(), jobs.n_stuck_in(stem(0))), (0, 1, 1));
}

#[test]
fn a_slow_file_that_answers_keeps_its_loader() {
    let now = Instant::now();
    let mut jobs = jobs(1, now);
    for answers in 0..100 {
        let at = now + millis(200 * answers);
        assert!(jobs.look(at, |_| Some(answers)).is_empty());
    }
}

#[test]
fn a_loader_that_waits_for_a_core_is_not_lost() {
    let now = Instant::now();
    let mut jobs = jobs(1, now);
    for tick in 0..100 {
        assert!(jobs.look(now + millis(100 * tick), |_| None).is_empty());
    }
}

#[test]
fn lost_loaders_are_replaced_and_end_when_they_return() {
    let now = Instant::now();
    let mut jobs = jobs(2, now);
    let first = JobId(1);
    jobs.look(now, |_| Some(0));
    jobs.look(now + BLOCKED_READ, |_| Some(0));
    assert_eq!(start(&mut jobs, WANTED), 2);
    assert_eq!(start(&mut jobs, WANTED), 0, "they are replaced once");
    assert!(!jobs.dismiss(WANTED), "the new ones are wanted");
    assert!(jobs.end(first).is_some_and(|running| running.is_stuck));
    assert!(jobs.dismiss(WANTED), "one that returns is one too many");
    assert!(!jobs.dismiss(WANTED));
}

#[test]
fn a_bounded_number_of_lost_loaders_is_replaced() {
    let now = Instant::now();
    let mut jobs = RunningJobs::default();
    let mut started = 0;
    for tick in 0..100 {
        let at = now + BLOCKED_READ * tick * 2;
        let new = start(&mut jobs, WANTED);
        started += new;
        (0..new).for_each(|number| {
            jobs.begin(Work::Open(stem(number)), at);
        });
        jobs.look(at, |_| Some(0));
        jobs.look(at + BLOCKED_READ, |_| Some(0));
    }
    assert_eq!(started, WANTED + MAX_STUCK_LOADERS);
    assert!(!jobs.may_risk());
}

#[test]
fn fewer_loaders_are_wanted_and_more() {
    let mut jobs = RunningJobs::default();
    assert_eq!(start(&mut jobs, 4), 4);
    assert!(jobs.dismiss(2) && jobs.dismiss(2) && !jobs.dismiss(2));
    assert_eq!(start(&mut jobs, 3), 1);
}

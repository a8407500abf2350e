//! Claims about the threads of an import.

use crossbeam_channel::unbounded;

use super::*;

#[test]
fn a_decoder_that_panics_costs_one_file() {
    let path = Path::new("a.wav");
    let failed = guarded::<()>(path, |_| panic!("a decoder of others"));
    let reason = "a decoder failed".to_owned();
    assert_eq!(failed, Err(ImportFailure { path: path.to_owned(), reason }));
    assert_eq!(guarded(path, |_| Ok(3)), Ok(3));
}

#[cfg(target_os = "linux")]
#[test]
fn files_are_read_after_everything_else() {
    let settings = ImportSettings { paths: Vec::new(), now: UnixSeconds(0), threads: Some(1) };
    let run = Run::new(settings, unbounded().0, Arc::default()).unwrap();
    let stat = run.pool.install(|| std::fs::read_to_string("/proc/thread-self/stat").unwrap());
    // Source: proc_pid_stat(5): field 19 is the nice value, and field 2, the name, is in brackets.
    let after_name = stat.rsplit_once(") ").expect("a name").1;
    assert_eq!(after_name.split(' ').nth(16), Some("19"), "{stat}");
}

//! Claims about a program that is killed while it writes.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use attacca_library::{Edit, Library, SongChange, StemMixChange};
use attacca_test_support::{files::TestFolder, noise::Noise};

use crate::material::{open, song};

/// Names the folder that a second process of these tests writes to.
pub(crate) const FOLDER_VARIABLE: &str = "ATTACCA_TEST_LIBRARY";

/// Does the deed of this number: songs come, change and go, and steps are undone.
pub(crate) fn write_one(
    library: &mut Library,
    number: u64,
) -> Result<(), attacca_library::LibraryError> {
    let mut random = Noise::new(number);
    let songs = library.search(&attacca_library::SongQuery { limit: 50, ..Default::default() })?;
    let Some(first) = songs.songs.first().map(|song| song.id) else {
        let stems = ["Drums", "Bass", "Keys", "Click"];
        let edit = Edit::AddSong(Box::new(song(&format!("Song {number}"), &stems)));
        return library.apply(edit, None).map(drop);
    };
    let stems = library.song(first)?.stems;
    match random.below(8) {
        0 => library.undo().map(drop),
        1 => library.apply(Edit::RemoveSongs { songs: vec![first] }, None).map(drop),
        2 => {
            let notes = Some(format!("{number} ").repeat(400));
            let change = SongChange { notes, ..SongChange::default() };
            library.apply(Edit::ChangeSong { song: first, change }, None).map(drop)
        }
        3 if !stems.is_empty() => {
            let change = StemMixChange { level_db: Some(-1.0), ..StemMixChange::default() };
            library.apply(Edit::MixStem { stem: stems[0].id, change }, None).map(drop)
        }
        4 => library.set_setting("place", Some(&number.to_string())),
        _ => {
            let stems: Vec<String> = (0..20).map(|stem| format!("Stem {stem}")).collect();
            let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
            let edit = Edit::AddSong(Box::new(song(&format!("Song {number}"), &stems)));
            library.apply(edit, None).map(drop)
        }
    }
}

/// In a second process: writes, and acknowledges each deed on standard output, until it is killed or something fails.
#[test]
fn a_writer_acknowledges_each_deed() {
    let own_folder = TestFolder::new();
    let told = env::var_os(FOLDER_VARIABLE);
    let (folder, limit) = match &told {
        Some(folder) => (Path::new(folder), u64::MAX),
        None => (own_folder.root(), 30),
    };
    let mut library = open(folder);
    let mut n_acknowledged = 0;
    for number in 0..limit {
        if let Err(error) = write_one(&mut library, number) {
            println!("\nfailed {error:?}");
            break;
        }
        println!("\nacknowledged {number}");
        std::io::stdout().flush().unwrap();
        n_acknowledged += 1;
    }
    assert!(told.is_some() || n_acknowledged == limit, "every deed is possible");
}

/// Starts [`a_writer_acknowledges_each_deed`] in a process of its own; `limits` are words of `sh`.
pub(crate) fn start_writer(folder: &Path, limits: &str) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{limits} exec \"$0\" \"$@\"")]);
    command.arg(env::current_exe().unwrap());
    command.args(["--exact", "killed::a_writer_acknowledges_each_deed", "--nocapture"]);
    command.env(FOLDER_VARIABLE, folder).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("the tests can be started once more")
}

/// How many deeds are in `lines`, and whether a later one failed.
pub(crate) fn acknowledged(lines: impl Iterator<Item = String>) -> (u64, Option<String>) {
    let mut count = 0;
    let mut failure = None;
    for line in lines {
        if let Some(number) = line.strip_prefix("acknowledged ") {
            // The last line may be cut: it is one then only if it is whole.
            assert_eq!(number.parse::<u64>().unwrap(), count);
            count += 1;
        }
        failure = failure.or(line.strip_prefix("failed ").map(str::to_owned));
    }
    (count, failure)
}

/// What the first `count` deeds make.
pub(crate) fn dump_after(count: u64) -> String {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    (0..count).for_each(|number| write_one(&mut library, number).unwrap());
    library.dump().unwrap()
}

#[cfg(unix)]
#[test]
fn after_a_kill_every_acknowledged_edit_is_there_and_none_is_half() {
    let mut random = Noise::new(1);
    let mut most = 0;
    for _ in 0..12 {
        let folder = TestFolder::new();
        let mut writer = start_writer(folder.root(), "");
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
        let reader = thread::Builder::new().spawn(move || acknowledged(lines)).unwrap();
        thread::sleep(Duration::from_millis(30 + random.below(250)));
        // SIGKILL, at whatever it is doing.
        writer.kill().unwrap();
        writer.wait().unwrap();
        let (count, failure) = reader.join().unwrap();
        assert_eq!(failure, None);
        most = most.max(count);

        let stored = open(folder.root()).dump().unwrap();
        // The last one may be stored and not yet acknowledged.
        let is_exact = stored == dump_after(count) || stored == dump_after(count + 1);
        assert!(is_exact, "after {count} acknowledged deeds there is:\n{stored}");
    }
    assert!(most > 20, "some were killed in the middle of the work: {most}");
}

//! Claims about files that are missing, and when they are back.

use super::*;

const FIRST: Look = Some((100, None));
const SECOND: Look = Some((200, None));

fn looks(known: Known) -> Looks {
    Looks { known: HashMap::from([("a.wav".into(), known)]), ..Looks::default() }
}

/// What is back after each of these looks.
fn back_after(looks: &mut Looks, seen: &[Look]) -> Vec<bool> {
    let mut is_back = |look: &Look| {
        looks.take_in_one("a.wav".into(), *look);
        !std::mem::take(&mut looks.back).is_empty()
    };
    seen.iter().map(&mut is_back).collect()
}

#[test]
fn a_file_that_was_absent_is_back_once_two_looks_show_the_same() {
    let mut absent = looks(Known::Looked(None));
    let seen = [None, FIRST, SECOND, SECOND, SECOND];
    assert_eq!(back_after(&mut absent, &seen), [false, false, false, true, false]);
    let mut flapping = looks(Known::Looked(None));
    assert_eq!(back_after(&mut flapping, &[FIRST, None, FIRST]), [false; 3]);
    assert!(flapping.arrives(Path::new("a.wav")));
}

#[test]
fn a_file_that_is_there_and_damaged_is_tried_again_when_it_is_another() {
    let mut damaged = looks(Known::Unlooked);
    assert_eq!(back_after(&mut damaged, &[FIRST, FIRST, SECOND]), [false; 3]);
    assert_eq!(back_after(&mut damaged, &[SECOND]), [true]);
    // It was opened while it was written to, and can't be played.
    damaged.failed(Path::new("a.wav"), &OpenError::Open(io::ErrorKind::InvalidData.into()));
    assert_eq!(back_after(&mut damaged, &[FIRST, FIRST]), [false, true]);
}

#[test]
fn a_folder_that_hangs_does_not_blind_the_others() {
    let mut looks = looks(Known::Looked(None));
    let (_wake, hangs) = bounded::<()>(0);
    let hung = look_in_background(vec!["hung/b.wav".into()], move |_| {
        let _ = hangs.recv();
        None
    });
    looks.answers.insert("hung".into(), hung);
    let folder = attacca_test_support::files::TestFolder::new();
    let path = folder.path("a.wav");
    fs::write(&path, "sound").unwrap();
    looks.known.insert(path.clone(), Known::Looked(None));
    let began = Instant::now();
    while looks.back.is_empty() {
        looks.ask([path.clone(), "hung/b.wav".into()].into());
        looks.take_in();
        assert!(began.elapsed() < Duration::from_secs(20), "it is never seen");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(looks.back, [path].into());
    assert!(looks.answers.contains_key(Path::new("hung")), "it is asked once");
}

//! Claims about files that are missing, and when they are back.

use super::*;

const FIRST: Look = Some((100, None));
const SECOND: Look = Some((200, None));

fn looks(look: Look) -> Vec<(PathBuf, Look)> {
    vec![("a.wav".into(), look)]
}

fn damaged() -> Absences {
    let known = HashMap::from([("a.wav".into(), Known::Unlooked)]);
    Absences { known, ..Absences::default() }
}

fn absent() -> Absences {
    let known = HashMap::from([("a.wav".into(), Known::Looked(None))]);
    Absences { known, ..Absences::default() }
}

#[test]
fn a_file_that_was_absent_is_back_once() {
    let mut absences = absent();
    assert!(absences.take_in(looks(None)).is_empty());
    assert_eq!(absences.take_in(looks(FIRST)), [PathBuf::from("a.wav")]);
    assert!(absences.take_in(looks(FIRST)).is_empty(), "it is tried once");
}

#[test]
fn a_file_that_is_there_and_damaged_is_tried_again_when_it_is_another() {
    let mut absences = damaged();
    assert!(absences.take_in(looks(FIRST)).is_empty());
    assert!(absences.take_in(looks(FIRST)).is_empty());
    assert_eq!(absences.take_in(looks(SECOND)), [PathBuf::from("a.wav")]);
}

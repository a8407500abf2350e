//! Tests of what programs are asked to do.

use super::*;

fn tasks(make: impl Fn(&Assignment<'_>) -> Vec<Task>) -> Vec<(&'static str, String)> {
    let stems = [PathBuf::from("a song/1.flac"), PathBuf::from("a song/2.flac")];
    let assignment = Assignment {
        attacca: Path::new("attacca"),
        song: Path::new("a song"),
        stems: &stems,
        work: Path::new("work"),
    };
    let line = |task: &Task| {
        let words = task.command.get_args().map(|word| word.to_string_lossy().into_owned());
        words.collect::<Vec<String>>().join("|")
    };
    make(&assignment).iter().map(|task| (task.name, line(task))).collect()
}

#[test]
fn every_program_mixes_the_same_stretch_of_all_stems_to_the_same_kind_of_file() {
    let tasks = tasks(|assignment| mixing_tasks(assignment, Path::new("out.wav"), 60));
    let expected = [
        ("attacca render", "render|a song|--force|--to|60|--bits|24|--out|out.wav"),
        (
            "ecasound",
            "-q|-f:s24_le,2,48000|-a:1|-i:a song/1.flac|-a:2|-i:a song/2.flac|-a:all|-t:60|-o:out.wav",
        ),
        (
            "ffmpeg amix",
            "-v|error|-nostdin|-y|-i|a song/1.flac|-i|a song/2.flac|-filter_complex|\
             amix=inputs=2:normalize=0|-t|60|-c:a|pcm_s24le|out.wav",
        ),
        ("sox -m", "-m|a song/1.flac|a song/2.flac|-b|24|out.wav|trim|0|60"),
    ];
    assert_eq!(tasks, expected.map(|(name, line)| (name, line.to_owned())));
}

#[test]
fn every_program_plays_all_stems_to_nowhere() {
    let tasks = tasks(playing_tasks);
    let expected = [
        ("attacca play --null", "play|a song|--null"),
        (
            "ecasound",
            "-q|-b:512|-f:f32_le,2,48000|-a:1|-i:a song/1.flac|-a:2|-i:a song/2.flac|-a:all|-o:rtnull",
        ),
        (
            "mpv",
            "--no-config|--no-video|--no-terminal|--ao=null|\
             --lavfi-complex=[aid1][aid2]amix=inputs=2:normalize=0[ao]|\
             --audio-file=a song/2.flac|a song/1.flac",
        ),
    ];
    assert_eq!(tasks, expected.map(|(name, line)| (name, line.to_owned())));
}

#[test]
fn a_program_that_is_not_there_is_named_as_missing() {
    let result = mix(Task::new("nobody", "no-such-program"), ProgramPlan::QUICK);
    assert!(matches!(result.outcome, Outcome::Missing(why) if why == "not installed"));
}

#[test]
fn a_program_that_fails_gives_no_figure() {
    let result = mix(Task::new("failing", "false"), ProgramPlan::QUICK);
    assert!(matches!(result.outcome, Outcome::Missing(why) if why.contains("ended with")));
}

#[test]
fn a_program_that_ends_before_its_time_did_not_play() {
    let plan = ProgramPlan { mixed_seconds: 1, playing: Duration::ZERO };
    let result = play(Task::new("short", "true"), plan).expect("nothing to end");
    assert!(matches!(result.outcome, Outcome::Missing(why) if why.contains("while playing")));
}

//! An application with songs of its own in a folder that vanishes.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use attacca_app::{
    App, AppOptions, LogRing, OutputWish,
    ipc::{AppEvent, ErrorCode, IpcError, Telemetry},
};
use attacca_test_support::files::TestFolder;
use hound::{SampleFormat, WavSpec, WavWriter};
use serde_json::{Value, json};

/// How long a test waits for what it expects, on a machine with other work.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Seconds of a song.
pub(crate) const SONG_SECONDS: u32 = 6;

pub(crate) const STEMS: [&str; 3] = ["01 Drums.wav", "02 Bass.wav", "03 Click.wav"];

pub(crate) struct Rig {
    app: Option<App>,
    pub(crate) folder: TestFolder,
}

impl Rig {
    /// An empty library.
    pub(crate) fn empty() -> Rig {
        let folder = TestFolder::new();
        let app = Some(App::start(options(&folder)).expect("the app starts"));
        Rig { app, folder }
    }

    /// A library with songs of these titles.
    pub(crate) fn with_songs(titles: &[&str]) -> Rig {
        let rig = Rig::empty();
        for title in titles {
            rig.write_song(title);
        }
        rig.import(&[rig.folder.path("songs")]);
        rig
    }

    /// The same, and a setlist "Tonight" of them, which is open.
    pub(crate) fn with_show(titles: &[&str]) -> Rig {
        let rig = Rig::with_songs(titles);
        let setlist = rig.call("createSetlist", json!({ "name": "Tonight" }));
        let songs: Vec<Value> = titles.iter().map(|title| rig.song(title)).collect();
        rig.call("addEntries", json!({ "setlist": setlist, "songs": songs, "at": null }));
        rig.call("openSetlist", json!({ "setlist": setlist }));
        rig
    }

    pub(crate) fn write_song(&self, title: &str) -> PathBuf {
        let folder = self.folder.make_folder(Path::new("songs").join(title));
        for stem in STEMS {
            write_tone(&folder.join(stem));
        }
        folder
    }

    pub(crate) fn import(&self, paths: &[PathBuf]) -> Value {
        self.app().import(paths.to_vec()).expect("the import begins");
        self.until("the import ends", |rig| {
            let progress = rig.snapshot()["import"].clone();
            (progress["phase"] == "done").then_some(progress)
        })
    }

    pub(crate) fn app(&self) -> &App {
        self.app.as_ref().expect("it runs")
    }

    /// Ends it, and starts it again on the same library.
    pub(crate) fn restart(&mut self) {
        self.app = None;
        self.app = Some(App::start(options(&self.folder)).expect("the app starts again"));
    }

    /// The same with the written songs as those that an empty library begins with.
    pub(crate) fn restart_with_demo(&mut self) {
        self.app = None;
        let demo = Some(self.folder.path("songs"));
        let options = AppOptions { demo, ..options(&self.folder) };
        self.app = Some(App::start(options).expect("the app starts again"));
    }

    /// Ends it.
    pub(crate) fn stop(&mut self) {
        self.app = None;
    }

    #[track_caller]
    pub(crate) fn call(&self, name: &str, args: Value) -> Value {
        let answer = self.app().call(name, args.clone());
        answer.unwrap_or_else(|error| panic!("{name} {args}: {error:?}"))
    }

    #[track_caller]
    pub(crate) fn refused(&self, name: &str, args: Value, code: ErrorCode) -> IpcError {
        let error = self.app().call(name, args.clone()).expect_err(name);
        assert_eq!(error.code, code, "{name} {args}: {error:?}");
        assert!(!error.message.is_empty(), "{name}");
        error
    }

    pub(crate) fn snapshot(&self) -> Value {
        self.call("snapshot", Value::Null)
    }

    pub(crate) fn show(&self) -> Value {
        self.snapshot()["show"].clone()
    }

    pub(crate) fn telemetry(&self) -> Telemetry {
        self.app().telemetry()
    }

    pub(crate) fn events(&self) -> Vec<AppEvent> {
        self.app().events().try_iter().collect()
    }

    /// The number of the song of this title.
    #[track_caller]
    pub(crate) fn song(&self, title: &str) -> Value {
        let query = json!({
            "text": title, "sort": "title", "isDescending": false, "filter": "all",
            "offset": 0, "limit": 100,
        });
        let page = self.call("searchSongs", query);
        let songs = page["songs"].as_array().expect("a list").iter();
        let mut found = songs.filter(|song| song["title"] == title);
        found.next().unwrap_or_else(|| panic!("{title} in {page}"))["id"].clone()
    }

    /// The stem of this name of a song.
    #[track_caller]
    pub(crate) fn stem(&self, title: &str, name: &str) -> Value {
        let detail = self.call("songDetail", json!({ "song": self.song(title) }));
        let stems = detail["stems"].as_array().expect("a list");
        let stem = stems.iter().find(|stem| stem["name"] == name);
        stem.unwrap_or_else(|| panic!("{name} in {detail}")).clone()
    }

    /// The numbers of the open set's entries.
    pub(crate) fn entries(&self) -> Vec<Value> {
        let show = self.show();
        let entries = show["setlist"]["entries"].as_array().expect("a set is open");
        entries.iter().map(|entry| entry["id"].clone()).collect()
    }

    pub(crate) fn titles(&self) -> Vec<String> {
        let show = self.show();
        let entries = show["setlist"]["entries"].as_array().expect("a set is open").clone();
        let title = |entry: &Value| entry["song"]["title"].as_str().unwrap_or("").to_owned();
        entries.iter().map(title).collect()
    }

    pub(crate) fn play(&self) {
        self.call("play", Value::Null);
        self.until("it plays", |rig| {
            let telemetry = rig.telemetry();
            (telemetry.is_playing && telemetry.position_seconds > 0.0).then_some(())
        });
    }

    #[track_caller]
    pub(crate) fn until<T>(&self, what: &str, is_reached: impl Fn(&Rig) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(reached) = is_reached(self) {
                return reached;
            }
            assert!(began.elapsed() < TIMEOUT, "never: {what}; {}", self.show());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn options(folder: &TestFolder) -> AppOptions {
    AppOptions {
        data_folder: folder.path("data"),
        output: OutputWish::Null,
        demo: None,
        index_folder: None,
        cache_folder: Some(folder.path("chunks")),
        log: LogRing::default(),
    }
}

/// A mono file of a tone of −6 dBFS peak.
pub(crate) fn write_tone(path: &Path) {
    write_tone_at(path, 48_000);
}

/// The same at a rate in Hz.
pub(crate) fn write_tone_at(path: &Path, rate: u32) {
    let (sample_format, bits_per_sample) = (SampleFormat::Int, 16);
    let spec = WavSpec { channels: 1, sample_rate: rate, bits_per_sample, sample_format };
    let mut writer = WavWriter::create(path, spec).expect("the file can be made");
    for frame in 0..rate * SONG_SECONDS {
        let phase = f64::from(frame) / f64::from(rate) * 480.0;
        let sample = (phase.fract() * std::f64::consts::TAU).sin() * 16_384.0;
        writer.write_sample(sample as i16).expect("the file can be written");
    }
    writer.finalize().expect("the file is whole");
}

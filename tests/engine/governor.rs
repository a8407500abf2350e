//! When the machine runs short of memory: the engine gives some back, and what plays goes on.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use attacca_engine::{
    EngineEvent, EngineSettings, LiveSettings, MemoryBudget,
    loading::{
        governor::MemoryStep,
        system_memory::{MemoryProbe, SystemMemory},
    },
};
use attacca_units::FramePos;

use crate::stage::{RATE, Stage};

const GIB: u64 = 1 << 30;

/// A machine of 100 GiB of which a part is available that the test sets.
#[derive(Debug)]
struct Machine {
    available_percent: AtomicU64,
}

impl Machine {
    fn with(percent: u64) -> Arc<Machine> {
        Arc::new(Machine { available_percent: AtomicU64::new(percent) })
    }

    fn set(&self, percent: u64) {
        self.available_percent.store(percent, Relaxed);
    }
}

impl MemoryProbe for Machine {
    fn look(&self) -> Option<SystemMemory> {
        let available_bytes = self.available_percent.load(Relaxed) * GIB;
        Some(SystemMemory { total_bytes: 100 * GIB, available_bytes })
    }
}

/// A set of eight songs that plays its first one, on `machine`.
fn show(machine: &Arc<Machine>) -> Stage {
    let mut settings = EngineSettings::new(RATE);
    settings.memory_probe = machine.clone();
    settings.live.memory_look_seconds = Some(0.1);
    settings.live.memory_budget = MemoryBudget::Bytes(256 << 20);
    let mut stage = Stage::with(settings, &[(16, 1_500_000); 8]);
    let songs: Vec<_> = stage.songs.iter().map(|song| song.id).collect();
    stage.engine.set_setlist(&songs);
    stage.engine.set_sections(songs[0], vec![FramePos(400_000), FramePos(900_000)]);
    stage.engine.play_song(songs[0], FramePos::ZERO);
    stage.wait_for_lead(10_000);
    stage
}

/// Songs of which something is kept ready.
fn n_ready(stage: &Stage) -> usize {
    stage.songs.iter().filter(|song| !stage.engine.song(song.id).pins.is_empty()).count()
}

/// Waits for a step, and for what it does to the memory.
fn wait_for(stage: &mut Stage, step: MemoryStep) {
    stage.wait_until(&format!("{step:?}"), |stage| {
        stage.render(64);
        let telemetry = stage.engine.telemetry();
        let is_idle = telemetry.loader.queued_jobs + telemetry.loader.running_jobs == 0;
        telemetry.memory.step == step && is_idle
    });
}

#[test]
fn a_machine_that_runs_short_gets_memory_back_while_the_song_plays_on() {
    let machine = Machine::with(60);
    let mut stage = show(&machine);
    stage.wait_until("all songs are ready", |stage| {
        stage.render(0);
        n_ready(stage) == 8
    });
    wait_for(&mut stage, MemoryStep::All);
    let before = stage.engine.telemetry();

    machine.set(5);
    wait_for(&mut stage, MemoryStep::ShortWindow);
    stage.wait_until("the window is short", |stage| {
        stage.render(480);
        stage.engine.telemetry().transport.leads.playing.0 <= 30_000
    });
    let short = stage.engine.telemetry();
    assert_eq!(n_ready(&stage), 2, "this song and the next one");
    assert_eq!(stage.engine.song(stage.songs[0].id).pins.len(), 1, "no section");
    stage.wait_until("half of the memory is given back", |stage| {
        stage.render(64);
        stage.engine.telemetry().memory.total_bytes() * 2 < before.memory.total_bytes()
    });
    assert!((0.4..0.6).contains(&short.look_ahead.window_seconds), "{:?}", short.look_ahead);
    let playhead = stage.engine.telemetry().transport.playhead.0;
    let heard = stage.render_patiently(20_000, 500);
    stage.assert_plays(&heard, 0, playhead);

    machine.set(60);
    wait_for(&mut stage, MemoryStep::All);
    stage.wait_until("all songs are ready again", |stage| {
        stage.render(0);
        n_ready(stage) == 8
    });
    stage.wait_for_lead(60_000);
    let telemetry = stage.engine.telemetry();
    assert_eq!((telemetry.transport.underruns, telemetry.transport.unsynchronised_blocks), (0, 0));
}

#[test]
fn every_step_is_said_with_what_was_held_and_what_the_machine_had() {
    let machine = Machine::with(5);
    let mut stage = show(&machine);
    wait_for(&mut stage, MemoryStep::ShortWindow);
    machine.set(90);
    wait_for(&mut stage, MemoryStep::All);
    let steps: Vec<_> = stage
        .engine
        .events()
        .try_iter()
        .filter_map(|event| match event {
            EngineEvent::MemoryStep { step, system, held_bytes } => {
                // The first steps may be taken before anything is loaded.
                assert!(held_bytes > 0 || system.available_percent() < 15.0);
                assert_eq!(system.total_bytes, 100 * GIB);
                Some((step, system.available_percent() as u64))
            }
            _ => None,
        })
        .collect();
    use MemoryStep::{All, FewHeads, NoReadAhead, ShortWindow};
    let down = [FewHeads, NoReadAhead, ShortWindow].map(|step| (step, 5));
    let up = [NoReadAhead, FewHeads, All].map(|step| (step, 90));
    assert_eq!(steps, [down, up].concat());
}

#[test]
fn nobody_looks_when_that_is_not_wanted_and_all_is_kept_again() {
    let machine = Machine::with(5);
    let mut stage = show(&machine);
    wait_for(&mut stage, MemoryStep::ShortWindow);
    let live = stage.engine.settings().live;
    stage.engine.set_settings(LiveSettings { memory_look_seconds: None, ..live });
    wait_for(&mut stage, MemoryStep::All);
    assert_eq!(stage.engine.telemetry().memory.system, None);
    stage.wait_until("all songs are ready", |stage| {
        stage.render(0);
        n_ready(stage) == 8
    });
}

#[test]
fn a_song_is_not_held_whole_while_memory_is_short() {
    let machine = Machine::with(60);
    let mut stage = show(&machine);
    let live = stage.engine.settings().live;
    stage.engine.set_settings(LiveSettings { whole_song: true, ..live });
    let whole = |stage: &Stage| stage.engine.telemetry().look_ahead.whole_song;
    stage.wait_until("the song is held whole", |stage| {
        stage.render(0);
        whole(stage) == Some(stage.songs[0].id)
    });
    machine.set(10);
    wait_for(&mut stage, MemoryStep::ShortWindow);
    assert_eq!(whole(&stage), None);
}

#[test]
fn a_budget_in_percent_follows_what_the_machine_has_when_it_is_set() {
    let machine = Machine::with(50);
    let mut stage = show(&machine);
    let live = stage.engine.settings().live;
    let set = |stage: &mut Stage, memory_budget| {
        stage.engine.set_settings(LiveSettings { memory_budget, ..live });
        stage.engine.telemetry().memory.budget_bytes as u64
    };
    let quarter = set(&mut stage, MemoryBudget::CONSERVATIVE);
    // What the engine holds belongs to it as well.
    assert!((12 * GIB..14 * GIB).contains(&quarter), "{quarter}");
    assert!(set(&mut stage, MemoryBudget::GENEROUS) > 37 * GIB);
    assert_eq!(set(&mut stage, MemoryBudget::Automatic), 256 << 20);
}

//! The memory budget: what the set keeps ready, in which order, and that it is never exceeded.

use attacca_engine::{
    EngineSettings, LiveSettings, MemoryBudget, SongId, control::MemoryTelemetry,
};
use attacca_test_support::noise::Noise;
use attacca_units::FramePos;

use crate::stage::{RATE, Stage};

const MIB: usize = 1 << 20;

/// Bytes of a slab of one position-coded stem: stereo, 16 bits.
const STEM_SLAB: usize = 2 * 4096 * 2;

fn ids(stage: &Stage) -> Vec<SongId> {
    stage.songs.iter().map(|song| song.id).collect()
}

fn memory(stage: &Stage) -> MemoryTelemetry {
    stage.engine.telemetry().memory
}

fn with_budget(budget: usize, songs: &[(usize, u64)]) -> Stage {
    let mut settings = EngineSettings::new(RATE);
    settings.live.memory_budget = MemoryBudget::Bytes(budget);
    Stage::with(settings, songs)
}

/// Waits until nothing is left to load.
fn wait_idle(stage: &mut Stage) {
    stage.wait_until("all is loaded", |stage| {
        stage.render(0);
        let telemetry = stage.engine.telemetry();
        let pins = stage.songs.iter().flat_map(|song| stage.engine.song(song.id).pins);
        let is_ready = pins.into_iter().all(|pin| pin.is_ready);
        let is_open =
            stage.songs.iter().all(|song| stage.engine.song(song.id).frame_count.is_some());
        is_ready && is_open && telemetry.loader.queued_jobs + telemetry.loader.running_jobs == 0
    });
}

/// Songs of which something is pinned.
fn pinned(stage: &Stage) -> Vec<bool> {
    stage.songs.iter().map(|song| !stage.engine.song(song.id).pins.is_empty()).collect()
}

#[test]
fn any_song_of_a_set_of_twenty_with_thirty_stems_starts_in_the_next_callback() {
    let mut stage = Stage::new(&[(30, 60_000); 20]);
    stage.engine.set_setlist(&ids(&stage));
    wait_idle(&mut stage);
    let total = memory(&stage).total_bytes();
    assert!(total < 256 * MIB && memory(&stage).budget_bytes == 256 * MIB, "{total}");
    let mut random = Noise::new(3);
    for _ in 0..100 {
        let number = random.below(20) as usize;
        let action = stage.engine.play_song(stage.songs[number].id, FramePos::ZERO);
        let heard = stage.render(480);
        assert_eq!(heard.report.action, action, "song {number} is heard at once");
        assert!(heard.is_playing());
        stage.wait_for_lead(4000);
        stage.render_patiently(4000, 500);
        assert!(memory(&stage).total_bytes() <= 256 * MIB);
    }
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn pins_follow_the_current_song_outwards_as_far_as_the_memory_goes() {
    // Of 60 stems a head is 1.9 MiB; a window of half a second, what a seek needs and decoders leave
    // room for some of eight.
    let mut stage = with_budget(32 * MIB, &[(60, 80_000); 8]);
    let live = LiveSettings { pcm_window_seconds: 0.5, ..stage.engine.settings().live };
    stage.engine.set_settings(live);
    stage.engine.set_setlist(&ids(&stage));
    stage.engine.locate(stage.songs[3].id, FramePos::ZERO);
    wait_idle(&mut stage);
    let kept = pinned(&stage);
    let count = kept.iter().filter(|is_pinned| **is_pinned).count();
    assert!((2..8).contains(&count), "{kept:?}");
    let order = [3, 4, 2, 5, 1, 6, 0, 7];
    let expected: Vec<bool> = (0..8).map(|song| order[..count].contains(&song)).collect();
    assert_eq!(kept, expected);

    stage
        .engine
        .set_settings(LiveSettings { memory_budget: MemoryBudget::Bytes(256 * MIB), ..live });
    wait_idle(&mut stage);
    assert_eq!(pinned(&stage), [true; 8], "more memory keeps more");
    stage.engine.set_settings(live);
    wait_idle(&mut stage);
    assert_eq!(pinned(&stage), expected, "and less keeps the same as before");
    stage.engine.locate(stage.songs[7].id, FramePos::ZERO);
    wait_idle(&mut stage);
    assert!(pinned(&stage)[7] && pinned(&stage)[6] && !pinned(&stage)[0], "{:?}", pinned(&stage));
}

#[test]
fn sections_of_the_current_song_start_in_the_next_callback() {
    let mut stage = Stage::new(&[(8, 1_500_000), (8, 1_500_000)]);
    stage.engine.set_setlist(&ids(&stage));
    let starts = [FramePos(300_000), FramePos(700_000), FramePos(1_400_000)];
    stage.engine.set_sections(stage.songs[0].id, starts.to_vec());
    stage.engine.set_sections(stage.songs[1].id, starts.to_vec());
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(1000);
    wait_idle(&mut stage);
    assert_eq!(stage.engine.song(stage.songs[0].id).pins.len(), 4, "the head and three sections");
    assert_eq!(stage.engine.song(stage.songs[1].id).pins.len(), 1, "the head");
    for at in starts.iter().chain(&starts) {
        let action = stage.engine.seek(*at).expect("a song is current");
        assert_eq!(stage.render(480).report.action, action, "{at:?} is heard at once");
        stage.render_patiently(6000, 500);
    }
}

#[test]
fn sections_are_pinned_of_the_song_that_becomes_current_among_equal_ones() {
    let mut stage = Stage::new(&[(2, 600_000); 8]);
    stage.engine.set_setlist(&ids(&stage));
    for song in ids(&stage) {
        stage.engine.set_sections(song, vec![FramePos(400_000)]);
    }
    wait_idle(&mut stage);
    let pins = |stage: &Stage| -> Vec<usize> {
        ids(stage).iter().map(|song| stage.engine.song(*song).pins.len()).collect()
    };
    assert_eq!(pins(&stage), [2, 1, 1, 1, 1, 1, 1, 1]);
    stage.engine.play_song(stage.songs[5].id, FramePos::ZERO);
    stage.render_patiently(5000, 500);
    wait_idle(&mut stage);
    assert_eq!(pins(&stage), [1, 1, 1, 1, 1, 2, 1, 1]);
}

#[test]
fn a_song_that_leaves_the_set_is_let_go() {
    let mut stage = Stage::new(&[(4, 80_000); 3]);
    stage.engine.set_setlist(&ids(&stage));
    wait_idle(&mut stage);
    let full = memory(&stage).head_bytes;
    stage.engine.set_setlist(&ids(&stage)[..1]);
    stage.wait_until("two heads are gone", |stage| memory(stage).head_bytes == full / 3);
    assert_eq!(full / 3, 2 * 4 * STEM_SLAB);
    stage.wait_until("their files are closed", |stage| {
        stage.engine.song(stage.songs[2].id).frame_count.is_none()
    });
}

#[test]
fn two_hundred_song_changes_leave_nothing_behind() {
    let mut stage = Stage::new(&[(6, 90_000), (3, 60_000), (9, 40_000)]);
    stage.engine.set_setlist(&ids(&stage));
    wait_idle(&mut stage);
    let mut held = Vec::new();
    for change in 0..200 {
        let song = stage.songs[change % 3].id;
        stage.engine.play_song(song, FramePos((change as u64 * 7919) % 30_000));
        stage.wait_for_target();
        stage.render_patiently(2000, 250);
        if change % 3 == 2 && change > 20 {
            stage.engine.pause();
            stage.render(480);
            wait_idle(&mut stage);
            // Blocks and decoders are handed back within two looks.
            std::thread::sleep(std::time::Duration::from_millis(45));
            let held_now = memory(&stage);
            held.push(held_now.head_bytes + held_now.index_bytes);
            assert!(held_now.total_bytes() <= held_now.budget_bytes);
        }
    }
    assert!(held.windows(2).all(|two| two[0] == two[1]), "{held:?}");
    stage.engine.stop();
    stage.render(480);
    let most = memory(&stage).window_bytes;
    assert!(most <= 9 * STEM_SLAB * 12, "{most} bytes of windows");
}

#[test]
fn the_budget_holds_under_random_sets_and_settings() {
    let songs: Vec<(usize, u64)> =
        (0..12).map(|number| (4 + number * 5, 40_000 + 9_000 * number as u64)).collect();
    let mut stage = Stage::with(EngineSettings::new(RATE), &songs);
    let mut walk = Noise::new(11);
    let mut below = move |end: usize| walk.below(end as u64) as usize;
    for _ in 0..60 {
        stage.engine.set_settings(LiveSettings {
            memory_budget: MemoryBudget::Bytes([16, 20, 30, 60, 256][below(5)] * MIB),
            pcm_window_seconds: [0.2, 0.5, 1.5, 5.0][below(4)],
            ..stage.engine.settings().live
        });
        let (first, count) = (below(12), below(13));
        let set: Vec<SongId> = ids(&stage).into_iter().cycle().skip(first).take(count).collect();
        stage.engine.set_setlist(&set);
        for step in 0..4 {
            let number = below(12);
            let at = FramePos(below(stage.songs[number].frames as usize) as u64);
            let action = stage.engine.play_song(stage.songs[number].id, at);
            // A song larger than all that were ever open may wait until the one before was heard.
            stage.wait_until("the place is heard", |stage| {
                stage.wait_for_lead(64);
                stage.render(64).report.action == action
            });
            for _ in 0..8 {
                stage.wait_for_lead(1000);
                stage.render(1000);
                // What was over a budget that became smaller has left with the place before.
                if step > 0 {
                    let held = memory(&stage);
                    assert!(held.total_bytes() <= held.budget_bytes, "{held:?}");
                }
            }
        }
    }
    let transport = stage.engine.telemetry().transport;
    assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
}

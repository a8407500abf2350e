//! Buses: which channel gets what, and that a click stays where it belongs.
//!
//! Stems have constant levels in whole steps of 16 bits, so that sums are exact and tell what is in
//! them.

use attacca_engine::{
    BusChannels, BusId, BusMix, EngineEvent, OutputChannel, SongId, SongSource, StemMix, StemSource,
};
use attacca_test_support::{
    files::{WavFormat, write_wav},
    noise::Noise,
};
use attacca_units::{FramePos, Gain, Pan};

use crate::stage::{RATE, Stage};

const FRAMES: usize = 400_000;

const FORMAT: WavFormat = WavFormat { sample_rate: RATE, channel_count: 2, bits_per_sample: 16 };

/// A step of 16 bits.
const STEP: f32 = 1.0 / 32_768.0;

/// A gain's ramp and a crossfade of buses or channels at 48 kHz: 10 ms.
const RAMP: usize = 480;

fn bus(index: usize) -> BusId {
    BusId::new(index).expect("a bus")
}

fn pair(left: usize, right: usize) -> BusChannels {
    let channel = |number| OutputChannel::new(number).expect("a channel");
    BusChannels::Pair(channel(left), channel(right))
}

fn mono(number: usize) -> BusChannels {
    BusChannels::Mono(OutputChannel::new(number).expect("a channel"))
}

/// A bus at unity on these channels.
fn on(channels: BusChannels) -> BusMix {
    BusMix { channels, ..BusMix::initial(BusId::MAIN) }
}

fn stem_on(bus: BusId) -> StemMix {
    StemMix { bus, ..StemMix::default() }
}

/// A song whose stem `i` is `levels[i]` in steps of 16 bits, left and right, playing.
fn playing(levels: &[[i32; 2]], mixes: &[StemMix]) -> (Stage, SongId) {
    let mut stage = Stage::new(&[]);
    let stems = levels.iter().zip(mixes).enumerate().map(|(number, (level, mix))| {
        let path = stage.folder().join(format!("level-{number}.wav"));
        write_wav(&path, FORMAT, &level.repeat(FRAMES));
        StemSource { location: path.into(), mix: *mix }
    });
    let song = stage.engine.add_song(SongSource { stems: stems.collect() });
    stage.engine.arm(song, FramePos::ZERO);
    stage.wait_until("the song is armed", |stage| stage.engine.song(song).is_armed);
    stage.engine.play_song(song, FramePos::ZERO);
    (stage, song)
}

/// Renders `frames` in one block, waiting for what is missing; rows of channels, in steps.
fn rows(stage: &mut Stage, frames: usize, channel_count: usize) -> Vec<Vec<f32>> {
    stage.wait_for_lead(frames as u64);
    let heard = stage.render_channels(frames, channel_count);
    let row = |row: &[f32]| row.iter().map(|sample| sample / STEP).collect();
    heard.samples.chunks_exact(channel_count).map(row).collect()
}

/// What an output of `channel_count` gets of buses that hold `sums`, by integers: twice the level,
/// as halves occur.
fn expected(sums: &[[i32; 2]], mixes: &[BusMix], channel_count: usize) -> Vec<f32> {
    let mut doubled = vec![0; channel_count];
    for ([left, right], mix) in sums.iter().zip(mixes) {
        let parts = match mix.channels {
            _ if mix.is_muted => [(0, 0), (0, 0)],
            BusChannels::Nowhere => [(0, 0), (0, 0)],
            BusChannels::Mono(channel) => [(channel.number(), left + right), (0, 0)],
            BusChannels::Pair(l, r) if channel_count == 1 && l.number() + r.number() == 3 => {
                [(1, left + right), (0, 0)]
            }
            BusChannels::Pair(l, r) => [(l.number(), 2 * left), (r.number(), 2 * right)],
        };
        for (number, level) in parts {
            if (1..=channel_count).contains(&number) {
                doubled[number - 1] += level;
            }
        }
    }
    doubled.into_iter().map(|doubled| doubled as f32 / 2.0).collect()
}

fn random_channels(random: &mut Noise, first: u64, count: u64) -> BusChannels {
    let mut number = || (first + random.below(count)) as usize;
    let (left, right) = (number(), number());
    match random.below(5) {
        0 => BusChannels::Nowhere,
        1 => mono(left),
        _ if left == right => mono(left),
        _ => pair(left, right),
    }
}

#[test]
fn every_channel_is_the_exact_sum_of_its_buses_under_random_routes() {
    const BUSES: usize = 6;
    let levels: Vec<[i32; 2]> = (0..10).map(|i| [1 << i, 3 << i]).collect();
    let (mut stage, song) = playing(&levels, &[StemMix::default(); 10]);
    let mut random = Noise::new(31);
    for round in 0..150 {
        let mut sums = [[0; 2]; BUSES];
        for (stem, level) in levels.iter().enumerate() {
            let index = random.below(BUSES as u64) as usize;
            stage.engine.set_stem_mix(song, stem, stem_on(bus(index)));
            sums[index] = [sums[index][0] + level[0], sums[index][1] + level[1]];
        }
        let mixes: Vec<BusMix> = (0..BUSES)
            .map(|_| BusMix {
                is_muted: random.below(6) == 0,
                ..on(random_channels(&mut random, 1, 9))
            })
            .collect();
        for (index, mix) in mixes.iter().enumerate() {
            stage.engine.set_bus(bus(index), *mix);
            assert_eq!(stage.engine.bus_mix(bus(index)), *mix);
        }
        let channel_count = [1, 2, 3, 8][random.below(4) as usize];
        rows(&mut stage, RAMP, channel_count);
        let block = 1 + random.below(700) as usize;
        let expected = expected(&sums, &mixes, channel_count);
        for (frame, row) in rows(&mut stage, block, channel_count).iter().enumerate() {
            assert_eq!(*row, expected, "round {round}, frame {frame}: {mixes:?}");
        }
    }
}

#[test]
fn a_click_never_reaches_the_audience_whatever_is_done_to_it() {
    // The music is silence, so all that is heard is the click.
    let click = 2;
    let mixes = [StemMix::default(), StemMix::default(), stem_on(bus(1))];
    let (mut stage, song) = playing(&[[0, 0], [0, 0], [20_000, -9_000]], &mixes);
    let mut random = Noise::new(77);
    let mut heard_frames = 0;
    for round in 0..3000 {
        let gain = Gain(random.below(5) as f32 / 2.0);
        let is_muted = random.below(4) == 0;
        match random.below(12) {
            0..3 => {
                let channels = random_channels(&mut random, 5, 4);
                stage.engine.set_bus(bus(1), BusMix { gain, is_muted, channels });
            }
            3 => stage.engine.set_bus(BusId::MAIN, BusMix { gain, is_muted, ..on(pair(1, 2)) }),
            4 | 5 => {
                let pan = Pan(random.below(9) as f32 / 4.0 - 1.0);
                let mix = StemMix { gain, pan, is_muted, ..stem_on(bus(1)) };
                stage.engine.set_stem_mix(song, click, mix);
            }
            6 => stage.engine.set_song_trim(song, gain),
            7 => _ = stage.engine.seek(FramePos(random.below(FRAMES as u64))),
            8 => _ = stage.engine.pause(),
            _ => _ = stage.engine.play(),
        }
        let channel_count = [1, 2, 4, 5, 8, 8, 8][random.below(7) as usize];
        for row in rows(&mut stage, 1 + random.below(600) as usize, channel_count) {
            let (audience, rest) = row.split_at(channel_count.min(4));
            assert!(audience.iter().all(|sample| *sample == 0.0), "round {round}: {row:?}");
            heard_frames += usize::from(rest.iter().any(|sample| *sample != 0.0));
        }
    }
    assert!(heard_frames > 10_000, "the click was heard where it belongs: {heard_frames} frames");
}

#[test]
fn every_fade_is_the_same_in_all_buses() {
    let mixes = [StemMix::default(), stem_on(bus(7))];
    let (mut stage, _) = playing(&[[12_345, -23_456]; 2], &mixes);
    stage.engine.set_bus(bus(7), on(pair(3, 4)));
    rows(&mut stage, RAMP, 4);
    let mut random = Noise::new(5);
    let mut fading_frames = 0;
    for step in 0..1500 {
        match random.below(8) {
            0 | 1 => _ = stage.engine.seek(FramePos(random.below(FRAMES as u64 - 1000))),
            2 => _ = stage.engine.pause(),
            _ => _ = stage.engine.play(),
        }
        let heard = stage.render_channels(1 + random.below(900) as usize, 4);
        for row in heard.samples.chunks_exact(4) {
            assert_eq!(row[..2], row[2..], "step {step}");
            fading_frames += usize::from(row[0] != 0.0 && row[0] != 12_345.0 * STEP);
        }
    }
    // Blocks come as fast as they can: on a slow machine few seeks are ready in time.
    assert!(fading_frames > 1000, "{fading_frames} frames in fades");
}

#[test]
fn random_mixing_never_clicks_on_any_channel() {
    const LEVEL: i32 = 8000;
    const BUSES: usize = 4;
    let (mut stage, song) = playing(&[[LEVEL; 2]; 3], &[StemMix::default(); 3]);
    // Four ramps may move a stem at once, its own gain, its change of bus, the bus's gain and the
    // change of channels, and both sides of a bus may meet in a channel. None adds more than its
    // share of a ramp.
    let click = 3.0 * LEVEL as f32 * 2.0 * 4.0 / RAMP as f32 * 1.01;
    assert!(click < LEVEL as f32 / 10.0, "one stem that is cut is far beyond it");
    let mut random = Noise::new(11);
    let mut previous: Option<Vec<f32>> = None;
    for step in 0..2500 {
        let gain = Gain(random.below(5) as f32 / 4.0);
        let is_muted = random.below(4) == 0;
        let any_bus = bus(random.below(BUSES as u64) as usize);
        match random.below(8) {
            0..3 => {
                let pan = Pan(random.below(9) as f32 / 4.0 - 1.0);
                let mix = StemMix { gain, pan, is_muted, ..stem_on(any_bus) };
                stage.engine.set_stem_mix(song, random.below(3) as usize, mix);
            }
            3..5 => {
                let channels = random_channels(&mut random, 1, 6);
                stage.engine.set_bus(any_bus, BusMix { gain, is_muted, channels });
            }
            5 => stage.engine.set_song_trim(song, gain),
            _ => {}
        }
        if stage.engine.telemetry().transport.playhead.0 > FRAMES as u64 - 60_000 {
            stage.engine.seek(FramePos(10_000));
            stage.wait_for_target();
        }
        let block = [1, 7, 64, 480, 512, 700][random.below(6) as usize];
        for row in rows(&mut stage, block, 6) {
            if let Some(previous) = &previous {
                let change = |(now, before): (&f32, &f32)| (now - before).abs();
                let largest = row.iter().zip(previous).map(change).fold(0.0, f32::max);
                assert!(largest < click, "a step of {largest} at {step}");
            }
            previous = Some(row);
        }
    }
}

#[test]
fn a_bus_has_a_gain_a_mute_and_a_meter_of_its_own() {
    let mixes = [StemMix::default(), stem_on(bus(1)), stem_on(bus(31))];
    let (mut stage, _) = playing(&[[16_384, 8192]; 3], &mixes);
    stage.engine.set_bus(bus(1), BusMix { gain: Gain(0.5), ..on(pair(3, 4)) });
    stage.engine.set_bus(bus(31), BusMix { is_muted: true, ..on(pair(5, 6)) });
    let last = rows(&mut stage, RAMP + 1, 6).pop().expect("a row");
    assert_eq!(last, [16_384.0, 8192.0, 8192.0, 4096.0, 0.0, 0.0]);
    for _ in 0..150 {
        rows(&mut stage, 960, 6);
    }
    for index in [0, 1, 31, 2] {
        stage.engine.bus_meter(bus(index));
    }
    rows(&mut stage, 960, 6);
    let meters = [0, 1, 31, 2].map(|index| stage.engine.bus_meter(bus(index)));
    assert_eq!(meters.map(|meter| meter.peak), [[0.5, 0.25], [0.25, 0.125], [0.0; 2], [0.0; 2]]);
    for (meter, rms) in meters.iter().zip([[0.5, 0.25], [0.25, 0.125], [0.0; 2], [0.0; 2]]) {
        let is_near = |(heard, expected): (&f32, f32)| (heard - expected).abs() < 0.005;
        assert!(meter.rms.iter().zip(rms).all(is_near), "{meter:?}");
    }
}

#[test]
fn the_master_does_not_turn_the_click_down() {
    let (mut stage, _) = playing(&[[1000; 2]; 2], &[StemMix::default(), stem_on(bus(1))]);
    stage.engine.set_bus(bus(1), on(mono(3)));
    stage.engine.set_bus(BusId::MAIN, BusMix { gain: Gain(0.5), ..on(pair(1, 2)) });
    let last = rows(&mut stage, RAMP + 1, 3).pop().expect("a row");
    assert_eq!(last, [500.0, 500.0, 1000.0]);
}

#[test]
fn frames_beyond_full_scale_count_once_on_whatever_channels() {
    let mixes = [stem_on(bus(1)), stem_on(bus(1)), stem_on(bus(2))];
    let (mut stage, _) = playing(&[[16_384; 2], [16_385; 2], [16_384; 2]], &mixes);
    stage.engine.set_bus(bus(1), on(pair(7, 8)));
    stage.engine.set_bus(bus(2), on(pair(1, 2)));
    let clipped = |stage: &Stage| stage.engine.telemetry().transport.clipped_frames;
    rows(&mut stage, RAMP, 8);
    let before = clipped(&stage);
    rows(&mut stage, 1000, 8);
    assert_eq!(clipped(&stage), before + 1000);
    rows(&mut stage, 1000, 6);
    assert_eq!(clipped(&stage), before + 1000, "what is not there can't clip");
}

#[test]
fn a_bus_without_its_channels_is_reported_once_before_play() {
    let stage = &mut Stage::new(&[]);
    let events = stage.engine.events();
    stage.engine.set_bus(bus(1), on(pair(3, 4)));
    for _ in 0..10 {
        stage.render(64);
    }
    let is_unheard = |event: &EngineEvent| matches!(event, EngineEvent::BusUnheard { .. });
    let mut unheard = Vec::new();
    stage.wait_until("the report is there", |stage| {
        stage.render(64);
        unheard.extend(events.try_iter().filter(is_unheard));
        !unheard.is_empty()
    });
    assert_eq!(stage.engine.telemetry().transport.channel_count, 2);
    // What happens after it comes after it.
    stage.engine.set_bus(bus(2), on(mono(5)));
    stage.wait_until("the next report is there", |stage| {
        stage.render(64);
        unheard.extend(events.try_iter().filter(is_unheard));
        unheard.len() >= 2
    });
    let reports = unheard.iter().map(|event| match event {
        EngineEvent::BusUnheard { bus, channel_count } => (bus.index(), *channel_count),
        _ => unreachable!("others are filtered out"),
    });
    assert_eq!(reports.collect::<Vec<_>>(), [(1, 2), (2, 2)]);
}

#[test]
fn a_bus_that_was_never_set_is_heard_nowhere() {
    let (mut stage, song) = playing(&[[1000; 2]], &[stem_on(bus(30))]);
    assert!(rows(&mut stage, 1000, 8).iter().flatten().all(|sample| *sample == 0.0));
    stage.engine.set_stem_mix(song, 0, StemMix::default());
    let last = rows(&mut stage, RAMP + 1, 8).pop().expect("a row");
    assert_eq!(last, [1000.0, 1000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

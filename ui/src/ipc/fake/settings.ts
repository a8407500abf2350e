// Settings, devices and the audio cache of the in-memory backend.
// Contact points: ../fake.ts.
import type { CacheSample, CacheStatus, Settings, SettingsChange, SongId } from "../bindings";
import { defaultSettings, devices } from "./defaults";
import { refuse, type World } from "./world";

type Part = "audio" | "playback" | "cache" | "appearance" | "keys" | "debug";
const BYTES_PER_SECOND = 30 * 48_000 * 3 * 0.6;

export function settingsCommands(world: World) {
  const pinned = new Set<SongId>();
  const cleared = new Set<SongId>();
  const apply = (settings: Settings): Settings => {
    world.preferences = settings;
    const device = devices.find((d) => d.id === settings.audio.device) ?? devices[0];
    world.output = {
      ...world.output,
      state: "open",
      problem: null,
      remedy: null,
      device: device?.name ?? "none",
      channels: device?.channels ?? 2,
      rateHz: settings.audio.rateHz ?? 48_000,
      blockFrames: settings.audio.blockFrames ?? 128,
      latencyMs:
        Math.round(((settings.audio.blockFrames ?? 128) / (settings.audio.rateHz ?? 48_000)) * 20_000) / 10 + 0.6,
    };
    world.events.send({ kind: "settings", settings });
    world.events.send({ kind: "output", output: world.output });
    return settings;
  };
  const cacheStatus = (): CacheStatus => {
    const isAvailable = world.cacheProblem === null;
    const songs = isAvailable ? world.material.songs.slice(0, 60).filter((s) => !cleared.has(s.id)) : [];
    const sized = songs.map((s) => ({
      song: s.id,
      title: s.title,
      bytes: Math.round(s.lengthSeconds * BYTES_PER_SECOND),
      isPinned: pinned.has(s.id),
      why: s.id % 2 ? "Cached: decoding a stem takes 1.12 % of a core." : "Cached: its files are at 44.1 kHz.",
    }));
    return {
      isAvailable,
      reason: world.cacheProblem,
      bytes: sized.reduce((sum, s) => sum + s.bytes, 0),
      limitBytes: world.preferences.cache.limitGb * 1e9,
      freeBytes: 212e9,
      songs: sized,
      hits: 9312,
      misses: 288,
      evictions: 3,
      songCount: sized.length,
      meanLoadMs: 3.1,
      writtenBytes: 6.3e9,
      writtenSeconds: 118_000,
      writeSeconds: 640,
      history: cacheHistory(sized.reduce((sum, s) => sum + s.bytes, 0)),
      folder: world.preferences.cache.folder ?? "~/.cache/attacca",
      moving: null,
    };
  };
  return {
    outputs: () => devices,
    setSettings: ({ change }: { change: SettingsChange }) => apply(merge(world.preferences, change)),
    resetSettings: ({ part }: { part: Part }) => apply({ ...world.preferences, [part]: defaultSettings()[part] }),
    testTone: ({ channel }: { channel: number }) => {
      if (world.transport.state === "playing") refuse("busy", "no test tone while a song plays");
      if (channel < 1 || channel > world.output.channels) refuse("invalid", `there is no output ${String(channel)}`);
      return null;
    },
    cacheStatus,
    clearCache: ({ song }: { song: SongId | null }) => {
      for (const s of song === null ? world.material.songs.map((x) => x.id) : [song]) cleared.add(s);
      return cacheStatus();
    },
    pinInCache: ({ song, isPinned }: { song: SongId; isPinned: boolean }) => {
      if (isPinned) pinned.add(song);
      else pinned.delete(song);
      return cacheStatus();
    },
  };
}

/** Half an hour in which the cache filled, and had more and more of what was asked for. */
function cacheHistory(bytes: number): CacheSample[] {
  const count = 180;
  let [hits, misses] = [0, 0];
  return Array.from({ length: count }, (_, i) => {
    const full = Math.min(1, (i + 1) / 90);
    hits += Math.round(52 * full);
    misses += Math.round(52 * (1 - full));
    return { seconds: i * 10, bytes: Math.round(bytes * full), hits, misses };
  });
}

function merge(settings: Settings, change: SettingsChange): Settings {
  return {
    audio: { ...settings.audio, ...change.audio },
    playback: { ...settings.playback, ...change.playback },
    cache: { ...settings.cache, ...change.cache },
    appearance: { ...settings.appearance, ...change.appearance },
    keys: change.keys ? ({ ...settings.keys, ...change.keys } as Record<string, string>) : settings.keys,
    debug: { ...settings.debug, ...change.debug },
  };
}

/** What the shell's dialog for the cache's folder does when somebody has chosen one. */
export function chooseCacheFolder(world: World): Promise<null> {
  const settings = world.preferences;
  world.preferences = { ...settings, cache: { ...settings.cache, folder: "/Volumes/Fast/Attacca cache" } };
  world.events.send({ kind: "settings", settings: world.preferences });
  const progress = { folder: "/Volumes/Fast/Attacca cache", doneBytes: 4.2e9, totalBytes: 4.2e9, problem: null };
  world.events.send({ kind: "cacheMove", progress: { ...progress, state: "done" } });
  return Promise.resolve(null);
}

// Backups, diagnostics and the log of the in-memory backend.
// Contact points: ../fake.ts.
import type { Backup, Diagnostics, LogLevel, LogLine } from "../bindings";
import { budgetMebibytes } from "./defaults";
import { hash } from "./random";
import { refuse, type World } from "./world";

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug", "trace"];
const BACKUPS: Backup[] = [
  { name: "2026-11-27", at: "2026-11-27 19:02", bytes: 1_204_000, songCount: 12 },
  { name: "2026-11-26", at: "2026-11-26 18:40", bytes: 1_180_000, songCount: 11 },
];

export function careCommands(world: World) {
  return {
    backups: () => BACKUPS,
    restoreBackup: ({ name }: { name: string }) =>
      BACKUPS.some((b) => b.name === name) ? null : refuse("notFound", "this backup is gone"),
    declineRestore: () => null,
    diagnostics: () => diagnostics(world),
    diagnosticsText: () =>
      `Attacca 0.2.0\noutput: ${world.output.device}, ${String(world.output.rateHz)} Hz, ${String(world.output.blockFrames)} frames\nunderruns: ${String(world.desk.underruns)}`,
    logLines: ({ level, after }: { level: LogLevel; after: number | null }) =>
      lines(world).filter((l) => LEVELS.indexOf(l.level) <= LEVELS.indexOf(level) && l.number > (after ?? -1)),
    savePlace: () => null,
  };
}

/** One line every half second of the clock. */
function lines(world: World): LogLine[] {
  const count = Math.min(2000, 40 + Math.floor(world.settings.now() / 500));
  return Array.from({ length: count }, (_, i): LogLine => {
    const level: LogLevel = i % 37 === 0 ? "warn" : i % 5 === 0 ? "info" : "debug";
    return {
      number: i,
      at: `21:04:${String(i % 60).padStart(2, "0")}`,
      level,
      target: "attacca_engine::loading",
      text: level === "warn" ? "the disk answered after 48 ms" : `chunk ${String(i)} of stem ${String(i % 30)} ready`,
    };
  });
}

function diagnostics(world: World): Diagnostics {
  const t = world.settings.now() / 1000;
  const bounds = [10, 20, 50, 100, 200, 500, 1000, 2000];
  return {
    windows: [
      { name: "playing", leadSeconds: 2.1 + 0.1 * Math.sin(t) },
      { name: "next song", leadSeconds: 1.4 },
    ],
    queuedJobs: Math.round(3 + 3 * hash(1, Math.floor(t * 4))),
    loaders: world.preferences.debug.loaderThreads,
    stuckLoaders: 0,
    callbackMicros: [12, 840, 5200, 3100, 240, 12, 1, 0, 0],
    callbackBounds: bounds,
    callbackP50: 48,
    callbackP99: 180,
    callbacks: Math.floor(t * 375),
    lateCallbacks: 0,
    xruns: 0,
    memory: [
      { purpose: "chunks", bytes: 98e6 },
      { purpose: "heads", bytes: 31e6 },
      { purpose: "indexes", bytes: 6e6 },
      { purpose: "decoders", bytes: 8e6 },
    ],
    budgetBytes: budgetMebibytes(world.preferences.playback.budget) * 1024 * 1024,
    starts: { count: 14, meanMs: 9.2, p95Ms: 14.8 },
    seeks: { count: 52, meanMs: 11.6, p95Ms: 21.3 },
    songChanges: { count: 9, meanMs: 24.1, p95Ms: 41.7 },
    indexBuilt: 30,
    indexLoaded: 330,
    cache: {
      isAvailable: true,
      reason: null,
      bytes: 4.2e9,
      limitBytes: 10e9,
      freeBytes: 212e9,
      songs: [],
      hits: 9312,
      misses: 288,
      evictions: 3,
      songCount: 12,
      meanLoadMs: 3.1,
      writtenBytes: 6.3e9,
      writtenSeconds: 118_000,
      writeSeconds: 640,
      history: [],
      folder: "~/.cache/attacca",
      moving: null,
    },
    decodeErrors: 0,
    underruns: world.desk.underruns,
  };
}

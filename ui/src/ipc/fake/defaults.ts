// Settings and devices that the in-memory backend begins with.
// Contact points: world.ts, settings.ts.
import type { MemoryBudget, Output, OutputDevice, Settings } from "../bindings";

export const defaultSettings = (): Settings => ({
  audio: {
    host: null,
    device: null,
    rateHz: null,
    blockFrames: null,
    roleBuses: { click: "click", guide: "click" },
    buses: [
      { name: "main", channels: [1, 2] },
      { name: "click", channels: [3, 4] },
    ],
  },
  playback: {
    wholeSong: false,
    seekCrossfadeMs: 10,
    defaultTransition: { kind: "stop" },
    budget: { kind: "automatic" },
    memoryLookSeconds: 1,
  },
  cache: { policy: "automatic", limitGb: 10, folder: null },
  appearance: { theme: "dark", textPercent: 100, reducedMotion: null },
  keys: {},
  debug: {
    isOpen: false,
    chunkSeconds: 2,
    bufferChunks: 4,
    pcmWindowSeconds: 2,
    loaderThreads: 2,
    parallelDecode: true,
    cacheFirstChunks: 2,
    logChunkLoads: false,
  },
});

export const defaultOutput = (): Output => ({
  state: "open",
  host: "ALSA",
  device: "Scarlett 18i20",
  rateHz: 48_000,
  blockFrames: 128,
  latencyMs: 5.9,
  channels: 8,
  engineRateHz: 48_000,
  isRealtime: true,
  problem: null,
  remedy: null,
});

export const devices: OutputDevice[] = [
  {
    host: "ALSA",
    id: "scarlett",
    name: "Scarlett 18i20",
    isDefault: true,
    channels: 8,
    ratesHz: [44_100, 48_000, 96_000],
  },
  { host: "ALSA", id: "builtin", name: "Built-in Output", isDefault: false, channels: 2, ratesHz: [44_100, 48_000] },
];

/** What a budget comes to on the made-up machine, of which 8 GiB are free. */
export function budgetMebibytes(budget: MemoryBudget): number {
  if (budget.kind === "mebibytes") return budget.mebibytes;
  return budget.kind === "percent" ? Math.round((8192 * budget.percent) / 100) : 256;
}

// The values of the status bar, with what is wrong first.
// Contact points: StatusBar.svelte. Pure.
import type { Output } from "$/ipc/bindings";
import type { Health } from "$/state/engine.svelte";
import { formatCount, formatRate } from "$/units/time";
import { sentence } from "$/units/words";

export interface Reading {
  readonly name: string;
  readonly value: string;
  readonly tone: "fine" | "care" | "bad";
  readonly side: "left" | "right";
  readonly title: string;
}

// Below this look-ahead a slow disk is heard soon; the engine keeps about two seconds.
const THIN_LEAD_MS = 500;
// A callback that takes more of its block than this has no room for what else the machine does.
const HIGH_LOAD_PERCENT = 70;
const RANK = { bad: 0, care: 1, fine: 2 };

export function readings(output: Output, health: Health | null): Reading[] {
  const all = [...(health ? engineReadings(health) : []), outputReading(output), ...realtimeReading(output)];
  const right = health ? stockReadings(health) : [];
  return [...all.sort((a, b) => RANK[a.tone] - RANK[b.tone]), ...right];
}

function engineReadings(health: Health): Reading[] {
  const left = (name: string, value: string, tone: Reading["tone"], title: string): Reading => ({
    name,
    value,
    tone,
    side: "left",
    title,
  });
  const reasons = health.reasons.map(sentence).join(" ");
  return [
    left(
      "Lead",
      `${formatCount(health.leadMs)} ms`,
      health.leadMs < THIN_LEAD_MS ? "care" : "fine",
      "How far ahead of the playhead everything is ready",
    ),
    left(
      "Underruns",
      formatCount(health.underruns),
      health.underruns > 0 ? "care" : "fine",
      reasons || "Moments of silence because something was not ready",
    ),
    left(
      "Load",
      `${String(health.loadPercent)} %`,
      health.loadPercent > HIGH_LOAD_PERCENT ? "care" : "fine",
      "Share of its time that the audio callback needs",
    ),
  ];
}

function outputReading(output: Output): Reading {
  if (output.state === "none")
    return {
      name: "Silent output",
      value: formatRate(output.rateHz),
      tone: "fine",
      side: "left",
      title: "Time passes and nothing sounds, as Attacca was started",
    };
  const base = {
    name: output.device || "Output",
    side: "left",
    title: sentence(output.problem ?? "") || "The audio output",
  } as const;
  if (output.state === "lost") return { ...base, value: "unplugged, looking for it", tone: "bad" };
  if (output.state !== "open") return { ...base, value: "does not open", tone: "bad" };
  const latency = output.latencyMs === null ? "" : `, ${output.latencyMs.toFixed(1)} ms`;
  return {
    ...base,
    value: `${formatRate(output.rateHz)}, ${formatCount(output.blockFrames)} frames${latency}`,
    tone: "fine",
  };
}

/** Only when the right was refused: it is the one thing about it that somebody can change. */
function realtimeReading(output: Output): Reading[] {
  if (output.state !== "open" || output.isRealtime !== false) return [];
  return [
    {
      name: "Real-time",
      value: "refused",
      tone: "care",
      side: "left",
      title: "The system gives the audio thread no real-time rights: see Settings, Audio",
    },
  ];
}

function stockReadings(health: Health): Reading[] {
  const right = (name: string, value: string, title: string): Reading => ({
    name,
    value,
    tone: "fine",
    side: "right",
    title,
  });
  const memory = right(
    "Memory",
    `${formatCount(health.memoryMib)} of ${formatCount(health.budgetMib)} MiB`,
    "Of the budget in Settings, Playback",
  );
  if (health.cacheHitPercent === null) return [memory];
  return [memory, right("Cache hits", `${String(health.cacheHitPercent)} %`, "Chunks that the audio cache had ready")];
}

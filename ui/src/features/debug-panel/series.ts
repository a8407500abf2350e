// Figures over the last minute, and what is read from them.
// Contact points: the charts of the debug panel. Pure.

/** How often figures are asked for, ms. */
export const PERIOD_MS = 500;
/** A minute of them. */
export const SAMPLES = 120;

/** The series with one more value; the oldest goes. */
export const pushed = (series: readonly number[], value: number): number[] => [...series, value].slice(-SAMPLES);

/** Named series with one more value each; names that are gone fade out of the chart with their last minute. */
export function pushedAll(
  series: ReadonlyMap<string, readonly number[]>,
  values: readonly (readonly [string, number])[],
): Map<string, number[]> {
  const next = new Map<string, number[]>();
  for (const [name, value] of values) next.set(name, pushed(series.get(name) ?? [], value));
  return next;
}

/** Heights of histogram bars, 0…1: by the square root, so that one late callback in ten thousand is still seen. */
export function barHeights(counts: readonly number[]): number[] {
  const most = Math.max(1, ...counts);
  return counts.map((n) => Math.sqrt(n / most));
}

/** Text under a histogram's bar: "≤ 50 µs", "> 2,000 µs". */
export function boundText(bounds: readonly number[], i: number): string {
  const bound = bounds[i];
  return bound === undefined ? `> ${String(bounds.at(-1) ?? 0)} µs` : `≤ ${String(bound)} µs`;
}

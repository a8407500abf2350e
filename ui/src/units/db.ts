// Decibels on the screen: text, what a user types, and the taper of faders.
// Contact points: shared/Fader, meters, every place that shows a level. Silence is −100 dB in the contract, shown "−∞".

/** At and below this level (dB) there is silence. */
export const SILENCE_DB = -100;
/** The top of every fader, dB. */
export const MAX_DB = 12;

// Where a fader stands (0…1) for a level (dB). Long-throw consoles give the range people mix in, −12…+6 dB, more than half
// of the way, and the last tenth to everything below −40 dB; 0 dB lies at 0.78, a hand's width below the top.
const FADER_TAPER: readonly (readonly [db: number, position: number])[] = [
  [12, 1],
  [6, 0.9],
  [0, 0.78],
  [-6, 0.64],
  [-12, 0.52],
  [-24, 0.33],
  [-36, 0.2],
  [-48, 0.1],
  [-60, 0.04],
  [SILENCE_DB, 0],
];

// A meter has no use for the range above 0 dBFS but to show overs, and ends at −60 dBFS.
const METER_TAPER: typeof FADER_TAPER = [
  [6, 1],
  [0, 0.78],
  [-6, 0.64],
  [-12, 0.52],
  [-24, 0.33],
  [-36, 0.2],
  [-48, 0.1],
  [-60, 0],
];

/** Position 0…1 of a fader at `db`. */
export const faderPosition = (db: number): number => along(FADER_TAPER, db);

/** Level in dB of a fader at `position` (0…1); the lowest hundredth is silence. */
export function faderDb(position: number): number {
  if (position <= 0.01) return SILENCE_DB;
  return along(
    FADER_TAPER.map(([db, at]) => [at, db] as const),
    position,
  );
}

/** Position 0…1 of a meter at `db` (dBFS); the floor is −60. */
export const meterPosition = (db: number): number => along(METER_TAPER, db);

/** Marks of a fader's scale, dB from top to bottom. */
export const FADER_MARKS: readonly number[] = [12, 6, 0, -6, -12, -24, -36, -48];
/** Marks of a meter's scale, dBFS from top to bottom. */
export const METER_MARKS: readonly number[] = [6, 0, -6, -12, -24, -36, -48];

/** Pulls a dragged level to 0 dB when it is within `width` dB of it, so that unity is found without looking. */
export const detent = (db: number, width = 0.35): number => (Math.abs(db) < width ? 0 : db);

/** Holds a level in what the engine takes, in steps of a tenth. */
export function clampDb(db: number, max = MAX_DB): number {
  if (Number.isNaN(db) || db <= SILENCE_DB) return SILENCE_DB;
  return Math.min(max, Math.round(db * 10) / 10);
}

/** "−6.0", "+1.5", "0.0", "−∞". */
export function formatDb(db: number): string {
  if (db <= SILENCE_DB) return "−∞";
  const tenths = Math.round(db * 10) / 10;
  const sign = tenths > 0 ? "+" : tenths < 0 ? "−" : "";
  return `${sign}${Math.abs(tenths).toFixed(1)}`;
}

/** "−6.0 dB". */
export const formatDbUnit = (db: number): string => `${formatDb(db)} dB`;

/** What a user typed as a level: "-6", "−6,5 dB", "-inf"; null when it is none. */
export function parseDb(text: string): number | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/−/g, "-")
    .replace(",", ".")
    .replace(/\s*db$/, "");
  if (/^-?(inf|∞|oo)$/.test(plain)) return SILENCE_DB;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain)) return null;
  return clampDb(Number(plain));
}

/** "C", "L 30", "R 100" for a pan of −1…1. */
export function formatPan(pan: number): string {
  const percent = Math.round(Math.abs(pan) * 100);
  return percent === 0 ? "C" : `${pan < 0 ? "L" : "R"} ${String(percent)}`;
}

/** Linear between the points of a table whose first column goes one way; held at its ends. */
function along(table: readonly (readonly [number, number])[], x: number): number {
  const [first, last] = [table[0], table[table.length - 1]];
  if (!first || !last) return 0;
  const isRising = last[0] > first[0];
  const before = (a: number, b: number) => (isRising ? a <= b : a >= b);
  if (before(x, first[0])) return first[1];
  for (let i = 1; i < table.length; i++) {
    const [a, b] = [table[i - 1], table[i]];
    if (a && b && before(x, b[0])) return a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0]);
  }
  return last[1];
}

// Times, sizes and counts as text.
// Contact points: every view. Times are seconds everywhere in the page.

/** "2:14", "1:02:09"; whole seconds, cut off as a clock does. */
export function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${String(h)}:${two(m)}:${two(s)}` : `${String(m)}:${two(s)}`;
}

/**
 * "−2:31": what is left of `length` at `elapsed`.
 *
 * Both are cut to whole seconds first, so that the two clocks of the stage change together and always add up to the length.
 */
export function formatRemaining(elapsed: number, length: number): string {
  return `−${formatTime(Math.max(0, Math.floor(length + 1e-6) - Math.max(0, Math.floor(elapsed + 1e-6))))}`;
}

/** What a user typed as a time: "90", "1:30", "1:02:09.5"; seconds, or null when it is none. */
export function parseTime(text: string): number | null {
  const parts = text.trim().replace(",", ".").split(":");
  if (parts.length > 3 || !parts.every((part, i) => (i === parts.length - 1 ? /^\d+(\.\d+)?$/ : /^\d+$/).test(part)))
    return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** For screen readers: "2 minutes 14 seconds". */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [m, s] = [Math.floor(whole / 60), whole % 60];
  const count = (n: number, word: string) => `${String(n)} ${word}${n === 1 ? "" : "s"}`;
  return m === 0 ? count(s, "second") : s === 0 ? count(m, "minute") : `${count(m, "minute")} ${count(s, "second")}`;
}

/** "21:43" of a wall clock. */
export function formatClock(date: Date): string {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** "1.4 GB", "356 MB", "0 B"; powers of ten, as disks are sold. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(0)} MB`;
  return bytes > 0 ? `${(bytes / 1e3).toFixed(0)} kB` : "0 B";
}

/** "2,140". */
export const formatCount = (n: number): string => Math.round(n).toLocaleString("en");

/** "1 song", "10 songs". */
export const plural = (n: number, word: string): string => `${formatCount(n)} ${word}${n === 1 ? "" : "s"}`;

/** "48 kHz", "44.1 kHz". */
export const formatRate = (hz: number): string => `${String(Math.round(hz / 100) / 10)} kHz`;

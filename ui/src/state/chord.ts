// Keys as text: "Space", "Shift+ArrowLeft", "Mod+Z" (Mod is Ctrl, or ⌘ on a Mac). By letter, not by place on the keyboard.
// Contact points: keys.svelte.ts; Settings shows and records chords; tooltips.

const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);
const SIGNS: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "Page Up",
  PageDown: "Page Down",
  Escape: "Esc",
  Plus: "+",
  Mod: isMac ? "⌘" : "Ctrl",
};

/** The chord of a key event; empty for a modifier alone. */
export function chordOf(event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">): string {
  if (["Shift", "Control", "Alt", "Meta", "Dead", "Unidentified"].includes(event.key)) return "";
  const letter = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // Where plus is the shifted equals, both are meant when text shall become larger.
  const isPlus = letter === "+" || (letter === "=" && (event.ctrlKey || event.metaKey));
  const key = event.key === " " ? "Space" : isPlus ? "Plus" : letter;
  // The shift of "?" or "!" is part of the character.
  const isShifted = event.shiftKey && !isPlus && (key.length > 1 || /[A-Z]/.test(key));
  const parts = [event.ctrlKey || event.metaKey ? "Mod" : "", event.altKey ? "Alt" : "", isShifted ? "Shift" : "", key];
  return parts.filter(Boolean).join("+");
}

/** A chord as it is shown: "Shift ←". */
export const formatChord = (chord: string): string =>
  chord
    .split("+")
    .map((part) => SIGNS[part] ?? part)
    .join(" ");

/** Whether the keyboard writes text now: no command may take a key then. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}

/**
 * Whether the focused control has its own use for the key.
 *
 * Space presses a button that was reached by Tab; on one that was clicked it is the transport's, or the key that everybody
 * plays with would press the last thing clicked. (`:focus-visible` can't tell: browsers set it at the first key after a click.) Arrows belong to native sliders and radio buttons.
 */
export function usesKeyItself(target: EventTarget | null, chord: string, isTabbing: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (chord === "Enter") return target.matches("button, a[href], summary, input");
  if (chord === "Space") return isTabbing && target.matches("button, summary, input");
  return (
    target instanceof HTMLInputElement &&
    (chord.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(chord))
  );
}

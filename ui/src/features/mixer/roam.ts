// Leads the focus from strip to strip by ← and →, on the same control: fader to fader, mute to mute.
// Contact points: MixerDesk hears keys before its controls do. Pans keep their arrows; a text that is typed keeps them too.

const KEEP = new Set(["pan", "add"]);

export function roam(event: KeyboardEvent): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!(event.target instanceof HTMLElement) || event.target instanceof HTMLInputElement) return;
  const control = event.target.closest<HTMLElement>("[data-control]")?.dataset["control"];
  const strip = event.target.closest("[data-strip]");
  if (!control || KEEP.has(control) || !strip || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopPropagation();
  const strips = [...event.currentTarget.querySelectorAll("[data-strip]")];
  const next = strips[strips.indexOf(strip) + by];
  if (!next) return;
  const target = focusable(next, control) ?? focusable(next, "fader");
  target?.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function focusable(strip: Element, control: string): HTMLElement | null {
  const box = strip.querySelector<HTMLElement>(`[data-control="${control}"]`);
  return box?.matches("button") ? box : (box?.querySelector<HTMLElement>("[role=slider], button, select") ?? null);
}

// Writes a text that follows the music: only when it differs, and outside of components.
// Contact points: painters of the frame loop.

export function writeText(element: HTMLElement | null | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

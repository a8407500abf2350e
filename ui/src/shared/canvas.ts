// What every canvas needs: pixels that fit its box, and the colours of the tokens, anew when size, theme or text size change.
// Contact points: meters, the wave, charts.

/** A canvas that fits its box. `width` and `height` are CSS pixels; `context` is scaled to them. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  width: number;
  height: number;
  /** Device pixels in a CSS pixel. */
  ratio: number;
  /** The value of a token: "--meter-bg". */
  colour(token: string): string;
}

/**
 * Keeps `canvas` fitting and calls `redraw` when everything on it is gone: at first, after a change of size, theme or text size.
 *
 * Gives back what ends it. Without a 2D context (a test without canvas) nothing is drawn.
 */
export function fitCanvas(canvas: HTMLCanvasElement, redraw: (surface: Surface) => void): () => void {
  const context = canvas.getContext("2d");
  if (!context) return () => undefined;
  const colours = new Map<string, string>();
  const surface: Surface = {
    context,
    width: 0,
    height: 0,
    ratio: 1,
    colour: (token) => {
      const known = colours.get(token) ?? getComputedStyle(document.documentElement).getPropertyValue(token).trim();
      colours.set(token, known);
      return known;
    },
  };
  const refit = (): void => {
    surface.ratio = devicePixelRatio || 1;
    surface.width = canvas.clientWidth;
    surface.height = canvas.clientHeight;
    canvas.width = Math.max(1, Math.round(surface.width * surface.ratio));
    canvas.height = Math.max(1, Math.round(surface.height * surface.ratio));
    context.setTransform(surface.ratio, 0, 0, surface.ratio, 0, 0);
    colours.clear();
    if (surface.width > 0 && surface.height > 0) redraw(surface);
  };
  const sizes = new ResizeObserver(refit);
  sizes.observe(canvas);
  const themes = new MutationObserver(refit);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "style"] });
  return () => {
    sizes.disconnect();
    themes.disconnect();
  };
}

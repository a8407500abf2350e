// The colours of stems: the palette of the tokens, which is another in each theme, and how a stored colour finds its place in it.
// Contact points: the mixer, Prepare's pickers. Stored colours are `#rrggbb`; those of the palette are kept as their dark form.

/** Names of the tokens `--stem-…` with the colour that is stored for each. */
export const STEM_PALETTE = {
  drums: "#cd5c6d",
  perc: "#fbb97b",
  bass: "#967e1d",
  guitar: "#9bae2b",
  keys: "#bbeeb8",
  pads: "#329a96",
  strings: "#89d2f6",
  brass: "#7e9ffe",
  lead: "#e67cb1",
  bvox: "#8575c4",
  click: "#dedede",
  guide: "#c2aa9b",
} as const;

/** What to write into a style for a stored colour: a token where it is of the palette, so that it follows the theme. */
export function stemColour(stored: string): string {
  const known = Object.entries(STEM_PALETTE).find(([, hex]) => hex === stored.toLowerCase());
  return known ? `var(--stem-${known[0]})` : /^#[0-9a-f]{6}$/i.test(stored) ? stored : "var(--text-2)";
}

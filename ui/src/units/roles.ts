// Roles of stems in words.
// Contact points: the mixer, the defaults of routing in Settings.
import type { Role } from "$/ipc/bindings";

/** Each role as it is shown, in the order of a console: band, then voices, then what only the band hears. */
export const ROLE_WORDS: Record<Role, string> = {
  drums: "Drums",
  percussion: "Percussion",
  bass: "Bass",
  guitar: "Guitar",
  keys: "Keys",
  synth: "Synth",
  pads: "Pads",
  strings: "Strings",
  brass: "Brass",
  vocals: "Vocals",
  backingVocals: "Backing vocals",
  effects: "Effects",
  mix: "Mix",
  other: "Other",
  click: "Click",
  guide: "Guide",
};

/** All roles in that order. */
export const ROLES = Object.keys(ROLE_WORDS) as Role[];

/** The name of a bus as it is shown: "Main". */
export const busWord = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The bus that stems of a role go to unless somebody says otherwise. */
export const usualBus = (role: Role): string => (role === "click" || role === "guide" ? role : "main");

// What a stem plays, as words and as signs.
// Contact points: StemRow.svelte.
import AudioLines from "@lucide/svelte/icons/audio-lines";
import AudioWaveform from "@lucide/svelte/icons/audio-waveform";
import Circle from "@lucide/svelte/icons/circle";
import Drum from "@lucide/svelte/icons/drum";
import Drumstick from "@lucide/svelte/icons/drumstick";
import Guitar from "@lucide/svelte/icons/guitar";
import Megaphone from "@lucide/svelte/icons/megaphone";
import MessageSquare from "@lucide/svelte/icons/message-square";
import Metronome from "@lucide/svelte/icons/metronome";
import Mic from "@lucide/svelte/icons/mic";
import Music2 from "@lucide/svelte/icons/music-2";
import Piano from "@lucide/svelte/icons/piano";
import Sparkles from "@lucide/svelte/icons/sparkles";
import Speaker from "@lucide/svelte/icons/speaker";
import Users from "@lucide/svelte/icons/users";
import Waves from "@lucide/svelte/icons/waves-horizontal";
import type { Component } from "svelte";
import type { Role } from "$/ipc/bindings";

export const ROLES: Record<Role, { text: string; icon: Component<Record<string, unknown>> }> = {
  vocals: { text: "Vocals", icon: Mic },
  backingVocals: { text: "Backing vocals", icon: Users },
  drums: { text: "Drums", icon: Drum },
  percussion: { text: "Percussion", icon: Drumstick },
  bass: { text: "Bass", icon: Speaker },
  keys: { text: "Keys", icon: Piano },
  guitar: { text: "Guitar", icon: Guitar },
  strings: { text: "Strings", icon: Music2 },
  brass: { text: "Brass", icon: Megaphone },
  synth: { text: "Synth", icon: AudioWaveform },
  pads: { text: "Pads", icon: Waves },
  effects: { text: "Effects", icon: Sparkles },
  click: { text: "Click", icon: Metronome },
  guide: { text: "Guide", icon: MessageSquare },
  mix: { text: "Mix", icon: AudioLines },
  other: { text: "Other", icon: Circle },
};

/** For a select, in the order of a stage plot. */
export const ROLE_OPTIONS = (Object.keys(ROLES) as Role[]).map((value) => ({ value, text: ROLES[value].text }));

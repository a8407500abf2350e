// The sign of each role: with the name beside it a strip is never told by colour alone.
// Contact points: Strip.svelte, Inspector.svelte.
import type { Component } from "svelte";
import AudioLines from "@lucide/svelte/icons/audio-lines";
import ClefBass from "@lucide/svelte/icons/clef-bass";
import Disc from "@lucide/svelte/icons/disc";
import Drum from "@lucide/svelte/icons/drum";
import Guitar from "@lucide/svelte/icons/guitar";
import Keyboard from "@lucide/svelte/icons/audio-waveform";
import Layers from "@lucide/svelte/icons/layers";
import Megaphone from "@lucide/svelte/icons/megaphone";
import MessageSquare from "@lucide/svelte/icons/message-square";
import Metronome from "@lucide/svelte/icons/metronome";
import Mic from "@lucide/svelte/icons/mic";
import Music from "@lucide/svelte/icons/music";
import Piano from "@lucide/svelte/icons/piano";
import Sparkles from "@lucide/svelte/icons/sparkles";
import Users from "@lucide/svelte/icons/users";
import Waves from "@lucide/svelte/icons/waves";
import type { Role } from "$/ipc/bindings";

export const ROLE_ICONS: Record<Role, Component<Record<string, unknown>>> = {
  drums: Drum,
  percussion: Disc,
  bass: ClefBass,
  guitar: Guitar,
  keys: Piano,
  synth: Keyboard,
  pads: Waves,
  strings: Music,
  brass: Megaphone,
  vocals: Mic,
  backingVocals: Users,
  effects: Sparkles,
  mix: Layers,
  other: AudioLines,
  click: Metronome,
  guide: MessageSquare,
};

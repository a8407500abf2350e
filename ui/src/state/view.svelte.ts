// What of the application is seen: the view, the page of the settings, and what screen readers are told.
// Contact points: App.svelte, the top bar, the live regions.
import type { SongId } from "$/ipc/bindings";

export const VIEWS = ["stage", "mixer", "prepare", "settings"] as const;
export type ViewName = (typeof VIEWS)[number];
export const SETTINGS_PAGES = ["audio", "cache", "playback", "appearance", "keys", "about"] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

export class View {
  name = $state<ViewName>("stage");
  settingsPage = $state<SettingsPage>("audio");
  /** The song that Prepare is to show; null for what it showed last. */
  songToShow = $state<SongId | null>(null);
  /** The search of the library is to have the keyboard. */
  isSearchWanted = $state(false);
  /** Files hang over the window: it says that they may be dropped. */
  isDropHovering = $state(false);
  /** Last words for screen readers, politely. */
  said = $state("");

  open(name: ViewName): void {
    this.name = name;
  }

  openSettings(page: string): void {
    this.settingsPage = SETTINGS_PAGES.find((p) => p === page) ?? "audio";
    this.name = "settings";
  }

  /** Opens Prepare, at a song if one is named. */
  openPrepare(song: SongId | null): void {
    this.songToShow = song;
    this.name = "prepare";
  }

  /** Opens Prepare with the keyboard in the search. */
  openSearch(): void {
    this.name = "prepare";
    this.isSearchWanted = true;
  }

  /** Says it to screen readers. The same words twice are spoken twice: a mark that is not heard tells them apart. */
  announce(text: string): void {
    this.said = text === this.said ? `${text}\u00a0` : text;
  }
}

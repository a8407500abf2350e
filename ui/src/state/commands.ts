// What can be done by key: the commands of the application with the keys they are delivered with.
// Contact points: App.svelte registers them; Settings lists and rebinds them.
import type { App } from "./app.svelte";
import type { KeyCommand } from "./keys.svelte";

const STEP_SECONDS = 5;
/** Sizes of text, percent, and the step of the keys. */
export const TEXT_PERCENT = { least: 100, most: 200, step: 10 };

export function appCommands(app: App): KeyCommand[] {
  const { player, view, mixer, history, settings } = app;
  // In show mode, what would end or change what the audience hears is held.
  const isShow = (): boolean => player.show.isLocked && player.isPlaying;
  const openUnlocked = (name: "prepare" | "settings") => () => {
    if (player.show.isLocked) app.line.say("Show mode protects the set. Leave it to edit.", "hint");
    else view.open(name);
  };
  const scaleText = (textPercent: number) => {
    const within = Math.max(TEXT_PERCENT.least, Math.min(TEXT_PERCENT.most, textPercent));
    view.announce(`Text ${String(within)} %`);
    return settings.change({ appearance: { textPercent: within } });
  };
  return [
    {
      id: "transport.toggle",
      title: "Play or pause",
      group: "Transport",
      key: "Space",
      run: player.togglePlay,
      mustHold: isShow,
    },
    { id: "transport.stop", title: "Stop", group: "Transport", key: "S", run: player.stop, mustHold: isShow },
    {
      id: "transport.back",
      title: "Back 5 seconds",
      group: "Transport",
      key: "ArrowLeft",
      run: () => player.seekBy(-STEP_SECONDS),
    },
    {
      id: "transport.forward",
      title: "Forward 5 seconds",
      group: "Transport",
      key: "ArrowRight",
      run: () => player.seekBy(STEP_SECONDS),
    },
    {
      id: "transport.start",
      title: "To the beginning of the song",
      group: "Transport",
      key: "Home",
      run: () => player.seekTo(0),
    },
    { id: "song.next", title: "Next song", group: "Song", key: "PageDown", run: player.nextSong, mustHold: isShow },
    {
      id: "song.previous",
      title: "Previous song",
      group: "Song",
      key: "PageUp",
      run: player.previousSong,
      mustHold: isShow,
    },
    {
      id: "section.next",
      title: "Next section",
      group: "Song",
      key: "Shift+ArrowRight",
      run: () => player.stepSection(1),
    },
    {
      id: "section.previous",
      title: "Previous section",
      group: "Song",
      key: "Shift+ArrowLeft",
      run: () => player.stepSection(-1),
    },
    { id: "section.loop", title: "Loop this section", group: "Song", key: "L", run: () => player.toggleLoop() },
    { id: "jump.cancel", title: "Cancel what is armed", group: "Song", key: "Backspace", run: player.cancelJumps },
    {
      id: "master.mute",
      title: "Mute or unmute the master",
      group: "Transport",
      key: "M",
      run: () => mixer.setMasterMute(!mixer.view.isMasterMuted),
      mustHold: () => isShow() && !mixer.view.isMasterMuted,
    },
    {
      id: "view.stage",
      title: "Stage",
      group: "Views",
      key: "1",
      run: () => {
        view.open("stage");
      },
    },
    {
      id: "view.mixer",
      title: "Mixer",
      group: "Views",
      key: "2",
      run: () => {
        view.open("mixer");
      },
    },
    { id: "view.prepare", title: "Prepare", group: "Views", key: "3", run: openUnlocked("prepare") },
    { id: "view.settings", title: "Settings", group: "Views", key: "4", run: openUnlocked("settings") },
    {
      id: "show.lock",
      title: "Show mode",
      group: "Views",
      key: "Shift+L",
      run: () => player.setLock(!player.show.isLocked),
      mustHold: () => player.show.isLocked,
    },
    {
      id: "library.search",
      title: "Search the library",
      group: "Views",
      key: "/",
      run: () => {
        if (!player.show.isLocked) view.openSearch();
      },
    },
    { id: "edit.undo", title: "Undo", group: "Edit", key: "Mod+Z", run: () => history.undo() },
    { id: "edit.redo", title: "Redo", group: "Edit", key: "Mod+Shift+Z", run: () => history.redo() },
    {
      id: "debug.toggle",
      title: "Debug panel",
      group: "Views",
      key: "F12",
      run: () => settings.change({ debug: { isOpen: !settings.all.debug.isOpen } }),
    },
    {
      id: "text.larger",
      title: "Larger text",
      group: "Views",
      key: "Mod+Plus",
      run: () => scaleText(settings.all.appearance.textPercent + TEXT_PERCENT.step),
    },
    {
      id: "text.smaller",
      title: "Smaller text",
      group: "Views",
      key: "Mod+-",
      run: () => scaleText(settings.all.appearance.textPercent - TEXT_PERCENT.step),
    },
    { id: "text.usual", title: "Usual text", group: "Views", key: "Mod+0", run: () => scaleText(TEXT_PERCENT.least) },
  ];
}

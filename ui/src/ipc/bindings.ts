// Generated from crates/app/src/ipc. Do not edit: a test compares it.
// ATTACCA_WRITE_BINDINGS=1 cargo test -p attacca-app bindings

/**
 * Something that changed: the page puts it in the place of what it had.
 */
export type AppEvent = { "kind": "show",
/**
 * As it is now.
 */
show: Show, } | { "kind": "song",
/**
 * As it is now.
 */
song: SongDetail, } | { "kind": "library",
/**
 * Rises with every change.
 */
revision: number, } | { "kind": "setlists",
/**
 * As it is now.
 */
setlists: Array<SetlistSummary>, } | { "kind": "setlist",
/**
 * As it is now.
 */
setlist: Setlist, } | { "kind": "import",
/**
 * How far it is.
 */
progress: ImportProgress, } | { "kind": "cacheMove",
/**
 * How far it is.
 */
progress: CacheMove, } | { "kind": "settings",
/**
 * As they are now.
 */
settings: Settings, } | { "kind": "output",
/**
 * As it is now.
 */
output: Output, } | { "kind": "mixer",
/**
 * As it is now.
 */
mixer: Mixer, } | { "kind": "undo",
/**
 * As it is now.
 */
undo: UndoState, } | { "kind": "wave",
/**
 * Which song.
 */
song: SongId, } | { "kind": "notice",
/**
 * What.
 */
notice: Notice, } | { "kind": "dropHover",
/**
 * False when they are gone or were dropped.
 */
isOver: boolean, } | { "kind": "menu",
/**
 * The name of the page's command: "view.stage".
 */
command: string, };

/**
 * How the window looks.
 */
export type AppearanceSettings = {
/**
 * Colours.
 */
theme: Theme,
/**
 * 100 to 200 %.
 */
textPercent: number,
/**
 * Without motion; null is as the system says.
 */
reducedMotion: boolean | null, };

/**
 * Where the sound goes.
 */
export type AudioSettings = {
/**
 * The system's sound interface, as `outputs` names it; null is any.
 */
host: string | null,
/**
 * The device's id, as `outputs` tells it; null is the system's default.
 */
device: string | null,
/**
 * Hz; null is the rate of most stems of the set.
 */
rateHz: number | null,
/**
 * Frames of a block; null is the device's usual.
 */
blockFrames: number | null,
/**
 * Which bus stems of a role go to when they are imported; those not named go to the bus of their
 * role, click and guide, and all others to main.
 */
roleBuses: { [key in Role]?: string },
/**
 * The buses beside main, and main if it goes elsewhere than to 1 and 2.
 */
buses: Array<BusSettings>, };

/**
 * A copy of the library.
 */
export type Backup = {
/**
 * What names it.
 */
name: string,
/**
 * When it was made.
 */
at: string,
/**
 * Its size in bytes.
 */
bytes: number,
/**
 * How many songs are in it.
 */
songCount: number, };

/**
 * A bus.
 */
export type Bus = {
/**
 * What it is called.
 */
name: string,
/**
 * Its level in dB; −100 is silence.
 */
levelDb: number,
/**
 * Silent.
 */
isMuted: boolean,
/**
 * The channels it goes to, from 1 on: none, one or two.
 */
channels: Array<number>,
/**
 * The output has all of them.
 */
isHeard: boolean, };

/**
 * What to change of a bus; what is absent stays.
 */
export type BusChange = {
/**
 * −100 (silence) to 12 dB.
 */
levelDb?: number,
/**
 * Silent.
 */
isMuted?: boolean,
/**
 * Channels from 1 on: none, one or two different ones.
 */
channels?: Array<number>, };

/**
 * A bus as it is stored.
 */
export type BusSettings = {
/**
 * What it is called.
 */
name: string,
/**
 * Channels from 1 on: none, one or two.
 */
channels: Array<number>,
/**
 * Its level in dB.
 */
levelDb?: number,
/**
 * Silent.
 */
isMuted?: boolean, };

/**
 * The cache on its way to another folder: it is used where it was until all is there and nothing plays.
 */
export type CacheMove = {
/**
 * The new folder.
 */
folder: string,
/**
 * What was copied, in bytes.
 */
doneBytes: number,
/**
 * What there is to copy, in bytes.
 */
totalBytes: number,
/**
 * What it does.
 */
state: CacheMoveState,
/**
 * Why it failed.
 */
problem: string | null, };

/**
 * What a move of the cache does.
 */
export type CacheMoveState = "copying" | "waiting" | "emptying" | "done" | "failed";

/**
 * What the cache keeps.
 */
export type CachePolicy = "automatic" | "always" | "off";

/**
 * The cache at a time.
 */
export type CacheSample = {
/**
 * Seconds since the first one.
 */
seconds: number,
/**
 * What it took, in bytes.
 */
bytes: number,
/**
 * Chunks that were there until then.
 */
hits: number,
/**
 * Chunks that were not, until then.
 */
misses: number, };

/**
 * What is kept on disk.
 */
export type CacheSettings = {
/**
 * What is kept.
 */
policy: CachePolicy,
/**
 * At most so much, 1 to 50 GB.
 */
limitGb: number,
/**
 * Where; null is the user's folder of caches.
 */
folder: string | null, };

/**
 * What the cache holds.
 */
export type CacheStatus = {
/**
 * There is a cache.
 */
isAvailable: boolean,
/**
 * Why there is none.
 */
reason: string | null,
/**
 * What it takes, in bytes.
 */
bytes: number,
/**
 * What it may take, in bytes.
 */
limitBytes: number,
/**
 * What is free on its disk, in bytes.
 */
freeBytes: number,
/**
 * By song, the largest first.
 */
songs: Array<CachedSong>,
/**
 * Chunks that were there.
 */
hits: number,
/**
 * Chunks that were not.
 */
misses: number,
/**
 * Chunks that made room.
 */
evictions: number,
/**
 * Songs of which something is in it.
 */
songCount: number,
/**
 * Mean time in which a part of 4096 frames of a stem was read from it, in milliseconds; none before
 * one was.
 */
meanLoadMs: number | null,
/**
 * Bytes that were written.
 */
writtenBytes: number,
/**
 * Seconds of stems in them.
 */
writtenSeconds: number,
/**
 * Seconds that decoding, encoding and checking them took.
 */
writeSeconds: number,
/**
 * Its figures over time, the oldest first, one in ten seconds; none in the diagnostics.
 */
history: Array<CacheSample>,
/**
 * Where it is.
 */
folder: string,
/**
 * Its way to another folder; null when it stays.
 */
moving: CacheMove | null, };

/**
 * What the cache holds of a song.
 */
export type CachedSong = {
/**
 * Which.
 */
song: SongId,
/**
 * Its title.
 */
title: string,
/**
 * What it takes, in bytes.
 */
bytes: number,
/**
 * It is never put out.
 */
isPinned: boolean,
/**
 * Why it is kept.
 */
why: string, };

/**
 * For tinkerers.
 */
export type DebugSettings = {
/**
 * The panel is shown.
 */
isOpen: boolean,
/**
 * Step of the compressed read-ahead, 0.5 to 60 s.
 */
chunkSeconds: number,
/**
 * Compressed read-ahead in chunks, 0 to 1000.
 */
bufferChunks: number,
/**
 * Decoded look-ahead, 0.2 to 60 s.
 */
pcmWindowSeconds: number,
/**
 * Loader threads, 2 to 32.
 */
loaderThreads: number,
/**
 * Parts are decoded on several threads at once.
 */
parallelDecode: boolean,
/**
 * Chunks of each song that the cache keeps first, 0 to 1000.
 */
cacheFirstChunks: number,
/**
 * Every decoded part is written to the log.
 */
logChunkLoads: boolean, };

/**
 * Figures of the engine.
 */
export type Diagnostics = {
/**
 * Decoded look-ahead of each window.
 */
windows: Array<WindowLead>,
/**
 * Jobs that wait for a loader.
 */
queuedJobs: number,
/**
 * Loader threads.
 */
loaders: number,
/**
 * Of them hang.
 */
stuckLoaders: number,
/**
 * Callbacks by their duration.
 */
callbackMicros: Array<number>,
/**
 * The upper bound of each class, in microseconds.
 */
callbackBounds: Array<number>,
/**
 * Half of the callbacks take at most so long, in microseconds.
 */
callbackP50: number,
/**
 * 99 of 100 callbacks take at most so long, in microseconds.
 */
callbackP99: number,
/**
 * Callbacks in all.
 */
callbacks: number,
/**
 * Of them ended after their period.
 */
lateCallbacks: number,
/**
 * Times that the output ran dry.
 */
xruns: number,
/**
 * Bytes by purpose.
 */
memory: Array<MemoryUse>,
/**
 * What all together may take.
 */
budgetBytes: number,
/**
 * From play to the first sound.
 */
starts: Timing,
/**
 * From a seek to its sound.
 */
seeks: Timing,
/**
 * From the choice of a song to its place.
 */
songChanges: Timing,
/**
 * Frame indexes built by reading whole files.
 */
indexBuilt: number,
/**
 * Frame indexes read from their folder.
 */
indexLoaded: number,
/**
 * The cache.
 */
cache: CacheStatus,
/**
 * Stretches that could not be decoded.
 */
decodeErrors: number,
/**
 * Underruns.
 */
underruns: number, };

/**
 * A song in a setlist.
 */
export type Entry = {
/**
 * Its number.
 */
id: EntryId,
/**
 * Its song.
 */
song: SongSummary,
/**
 * The musician's notes for this place of the show.
 */
notes: string,
/**
 * How the set goes on after it.
 */
transition: Transition,
/**
 * How far it is.
 */
state: EntryState,
/**
 * What is wrong with it.
 */
trouble: string | null, };

/**
 * A song's place in a setlist; a song may be in it several times.
 */
export type EntryId = number;

/**
 * How far an entry is.
 */
export type EntryState = "queued" | "playing" | "armed" | "played" | "missing";

/**
 * Kinds of errors, as far as the page treats them differently.
 */
export type ErrorCode = "notFound" | "invalid" | "locked" | "busy" | "storage" | "engine" | "internal";

/**
 * How well all goes.
 */
export type HealthState = "ok" | "recovering" | "degraded";

/**
 * A file that could not be taken.
 */
export type ImportFailure = {
/**
 * Which.
 */
path: string,
/**
 * Why.
 */
reason: string, };

/**
 * What an import does.
 */
export type ImportPhase = "looking" | "reading" | "done" | "cancelled";

/**
 * How far an import is.
 */
export type ImportProgress = {
/**
 * Numbers imports in their order.
 */
id: number,
/**
 * What it does.
 */
phase: ImportPhase,
/**
 * Audio files found.
 */
filesFound: number,
/**
 * Of them looked into.
 */
filesRead: number,
/**
 * Songs that came into the library.
 */
songsAdded: number,
/**
 * Stems that came with them.
 */
stemsAdded: number,
/**
 * The file that is being looked into.
 */
current: string | null,
/**
 * Files that could not be taken.
 */
failures: Array<ImportFailure>, };

/**
 * Why a command was not carried out. Everything is as it was.
 */
export type IpcError = {
/**
 * What the page acts on.
 */
code: ErrorCode,
/**
 * For the person who plays: what is wrong, and what to do.
 */
message: string,
/**
 * For the one who helps: what the system said.
 */
detail: string | null, };

/**
 * Kinds of jumps.
 */
export type JumpKind = "jump" | "loop" | "transition";

/**
 * A jump that is armed.
 */
export type JumpView = {
/**
 * What it is.
 */
kind: JumpKind,
/**
 * What it needs is in memory.
 */
isReady: boolean,
/**
 * Where in the current song it happens, in seconds.
 */
atSeconds: number,
/**
 * The entry that it leads to.
 */
toEntry: EntryId | null,
/**
 * Where in that song, in seconds.
 */
toSeconds: number,
/**
 * How long it fades, in seconds; 0 is a cut.
 */
crossfadeSeconds: number, };

/**
 * How much a line of the log matters.
 */
export type LogLevel = "error" | "warn" | "info" | "debug" | "trace";

/**
 * A line of the log.
 */
export type LogLine = {
/**
 * Numbers lines in their order.
 */
number: number,
/**
 * When: "21:04:05.123".
 */
at: string,
/**
 * How much it matters.
 */
level: LogLevel,
/**
 * Which part of the program.
 */
target: string,
/**
 * What happened.
 */
text: string, };

/**
 * What the engine may keep in memory.
 */
export type MemoryBudget = { "kind": "automatic" } | { "kind": "mebibytes",
/**
 * How many.
 */
mebibytes: number, } | { "kind": "percent",
/**
 * How many.
 */
percent: number, };

/**
 * Bytes held for one purpose.
 */
export type MemoryUse = {
/**
 * What for.
 */
purpose: string,
/**
 * How many.
 */
bytes: number, };

/**
 * What the mixer shows beside the current song's stems.
 */
export type Mixer = {
/**
 * The main bus first.
 */
buses: Array<Bus>,
/**
 * The level of the main bus, in dB; −100 is silence.
 */
masterDb: number,
/**
 * The main bus is silent.
 */
isMasterMuted: boolean,
/**
 * A stem of the current song is soloed.
 */
hasSolo: boolean,
/**
 * What the musician should know: "Click reaches the main output".
 */
warnings: Array<string>, };

/**
 * Something for the person who plays.
 */
export type Notice = {
/**
 * Numbers notices in their order.
 */
number: number,
/**
 * How much it matters.
 */
severity: Severity,
/**
 * What happened.
 */
text: string,
/**
 * What to do.
 */
remedy: string | null,
/**
 * What the page can do at a click.
 */
action: NoticeAction | null,
/**
 * What it is about, if it can be over: the page puts it away then.
 */
about: NoticeAbout | null,
/**
 * When, in UTC: "21:04:05".
 */
at: string, };

/**
 * What a notice is about that may be over while the page shows it.
 */
export type NoticeAbout = { "kind": "outputLost" } | { "kind": "missingFiles",
/**
 * Which song.
 */
song: SongId, };

/**
 * What the page can do about a notice.
 */
export type NoticeAction = { "kind": "openSettings",
/**
 * Its name, as a part of `Settings`.
 */
page: string, } | { "kind": "undo" } | { "kind": "openSong",
/**
 * Which.
 */
song: SongId, } | { "kind": "restoreBackup",
/**
 * Its name.
 */
name: string, } | { "kind": "showImport" };

/**
 * Where the sound goes.
 */
export type Output = {
/**
 * What it does.
 */
state: OutputState,
/**
 * The system's sound interface; empty while there is no device.
 */
host: string,
/**
 * The device's name; empty while there is none.
 */
device: string,
/**
 * Its rate in Hz; 0 while there is none.
 */
rateHz: number,
/**
 * Frames of a block; 0 while there is none.
 */
blockFrames: number,
/**
 * From the engine to the socket, as far as it is known.
 */
latencyMs: number | null,
/**
 * How many channels it has.
 */
channels: number,
/**
 * The engine's rate in Hz; resampled to the device's, if that is another.
 */
engineRateHz: number,
/**
 * Its thread goes before all others; null while that is not known.
 */
isRealtime: boolean | null,
/**
 * What is wrong.
 */
problem: string | null,
/**
 * What to do about it.
 */
remedy: string | null, };

/**
 * An output that could be chosen.
 */
export type OutputDevice = {
/**
 * The system's sound interface.
 */
host: string,
/**
 * What names it for good.
 */
id: string,
/**
 * What people call it.
 */
name: string,
/**
 * The system takes it when none is named.
 */
isDefault: boolean,
/**
 * How many channels it has.
 */
channels: number,
/**
 * Usual rates that it takes, in Hz.
 */
ratesHz: Array<number>, };

/**
 * What an output does.
 */
export type OutputState = "open" | "lost" | "failed" | "none";

/**
 * What is asked for and not heard yet.
 */
export type Pending = "none" | "loading" | "seeking";

/**
 * How songs are played.
 */
export type PlaybackSettings = {
/**
 * The playing song is held in memory whole.
 */
wholeSong: boolean,
/**
 * Crossfade of a seek, 0 to 200 ms.
 */
seekCrossfadeMs: number,
/**
 * What new entries of a setlist do at their end.
 */
defaultTransition: Transition,
/**
 * What the engine may keep in memory.
 */
budget: MemoryBudget,
/**
 * How often the machine's memory is looked at, 0.1 to 60 s; null: never.
 */
memoryLookSeconds: number | null, };

/**
 * What a stem plays.
 */
export type Role = "vocals" | "backingVocals" | "drums" | "percussion" | "bass" | "keys" | "guitar" | "strings" | "brass" | "synth" | "pads" | "effects" | "click" | "guide" | "mix" | "other";

/**
 * A named part of a song.
 */
export type Section = {
/**
 * What people call it.
 */
name: string,
/**
 * Where it begins, in seconds.
 */
startSeconds: number,
/**
 * Where it ends, in seconds.
 */
endSeconds: number,
/**
 * `#rrggbb`.
 */
colour: string | null, };

/**
 * A setlist with its entries.
 */
export type Setlist = {
/**
 * Its number.
 */
id: SetlistId,
/**
 * What people call it.
 */
name: string,
/**
 * The musician's notes.
 */
notes: string,
/**
 * In the order of the show.
 */
entries: Array<Entry>,
/**
 * The sum of their lengths, in seconds.
 */
totalSeconds: number, };

/**
 * A setlist.
 */
export type SetlistId = number;

/**
 * A setlist in a list.
 */
export type SetlistSummary = {
/**
 * Its number.
 */
id: SetlistId,
/**
 * What people call it.
 */
name: string,
/**
 * How many entries it has.
 */
entryCount: number,
/**
 * The sum of their lengths, in seconds.
 */
totalSeconds: number, };

/**
 * All settings.
 */
export type Settings = {
/**
 * Where the sound goes.
 */
audio: AudioSettings,
/**
 * How songs are played.
 */
playback: PlaybackSettings,
/**
 * What is kept on disk.
 */
cache: CacheSettings,
/**
 * How the window looks.
 */
appearance: AppearanceSettings,
/**
 * Keys that are not the default ones: what they do, by the command's name.
 */
keys: { [key in string]: string },
/**
 * For tinkerers.
 */
debug: DebugSettings, };

/**
 * What to change: parts of parts. What is absent stays.
 */
export type SettingsChange = { [P in keyof Settings]?: Partial<Settings[P]> };

/**
 * A part of the settings.
 */
export type SettingsPart = "audio" | "playback" | "cache" | "appearance" | "keys" | "debug";

/**
 * How much a notice matters.
 */
export type Severity = "note" | "hint" | "warning" | "error";

/**
 * The show under way.
 */
export type Show = {
/**
 * Its set; null when none is open.
 */
setlist: Setlist | null,
/**
 * The entry that is heard, or would be.
 */
current: EntryId | null,
/**
 * The entry after it that can be played.
 */
next: EntryId | null,
/**
 * What the transport does.
 */
transport: Transport,
/**
 * What is asked for and not heard yet.
 */
pending: Pending,
/**
 * Where it leads: the entry.
 */
pendingEntry: EntryId | null,
/**
 * Where it leads: seconds in its song.
 */
pendingSeconds: number | null,
/**
 * Protected: edits are refused.
 */
isLocked: boolean,
/**
 * What is armed, in order.
 */
jumps: Array<JumpView>,
/**
 * The length of the current song; 0 while it is not known.
 */
lengthSeconds: number, };

/**
 * All that the page begins with.
 */
export type Snapshot = {
/**
 * Attacca's.
 */
version: string,
/**
 * Where the library is.
 */
dataFolder: string,
/**
 * The show under way.
 */
show: Show,
/**
 * The current song.
 */
song: SongDetail | null,
/**
 * All setlists.
 */
setlists: Array<SetlistSummary>,
/**
 * Buses, master, solos.
 */
mixer: Mixer,
/**
 * All settings.
 */
settings: Settings,
/**
 * Where the sound goes.
 */
output: Output,
/**
 * What can be undone.
 */
undo: UndoState,
/**
 * The import under way, or the last one.
 */
import: ImportProgress | null,
/**
 * The last notices, the oldest first.
 */
notices: Array<Notice>,
/**
 * Rises with every change of the library.
 */
libraryRevision: number,
/**
 * How many songs there are.
 */
songCount: number, };

/**
 * What to change of a song; what is absent stays.
 */
export type SongChange = {
/**
 * Not empty.
 */
title?: string,
/**
 * May be empty.
 */
artist?: string,
/**
 * May be empty.
 */
key?: string,
/**
 * 20 to 400 beats per minute; null forgets it.
 */
tempoBpm?: number | null,
/**
 * May be empty.
 */
timeSignature?: string,
/**
 * `#rrggbb`; null forgets it.
 */
colour?: string | null,
/**
 * May be empty.
 */
notes?: string, };

/**
 * A song with all that is known of it.
 */
export type SongDetail = {
/**
 * As in lists.
 */
summary: SongSummary,
/**
 * The musician's notes.
 */
notes: string,
/**
 * The level of all its stems, in dB.
 */
trimDb: number,
/**
 * Its parts, in order.
 */
sections: Array<Section>,
/**
 * Its stems, in the order of their strips.
 */
stems: Array<Stem>,
/**
 * What the musician should know: "Click reaches the main output".
 */
warnings: Array<string>, };

/**
 * Which songs.
 */
export type SongFilter = "all" | "missing" | "notInSet";

/**
 * A song of the library.
 */
export type SongId = number;

/**
 * A part of what was found.
 */
export type SongPage = {
/**
 * How many were found in all.
 */
total: number,
/**
 * Those that were asked for.
 */
songs: Array<SongSummary>,
/**
 * The library's revision that they are of.
 */
revision: number, };

/**
 * Orders of songs.
 */
export type SongSort = "title" | "artist" | "added" | "tempo" | "length";

/**
 * A song in a list.
 */
export type SongSummary = {
/**
 * Its number.
 */
id: SongId,
/**
 * What people call it.
 */
title: string,
/**
 * Whose it is; may be empty.
 */
artist: string,
/**
 * Its key, as somebody wrote it; may be empty.
 */
key: string,
/**
 * Beats per minute.
 */
tempoBpm: number | null,
/**
 * As written: "6/8"; may be empty.
 */
timeSignature: string,
/**
 * `#rrggbb`.
 */
colour: string | null,
/**
 * Its length in seconds; 0 while it is not known.
 */
lengthSeconds: number,
/**
 * How many stems it has.
 */
stemCount: number,
/**
 * How many of their files are not there.
 */
missingStems: number,
/**
 * When it came into the library: "2026-11-28T21:04:05Z".
 */
addedAt: string, };

/**
 * A stem of a song.
 */
export type Stem = {
/**
 * Its number.
 */
id: StemId,
/**
 * What people call it.
 */
name: string,
/**
 * What it plays.
 */
role: Role,
/**
 * `#rrggbb`.
 */
colour: string,
/**
 * The name of its file.
 */
fileName: string,
/**
 * The folder of its file.
 */
folder: string,
/**
 * Its length in seconds; 0 while it is not known.
 */
lengthSeconds: number,
/**
 * What its file is: "FLAC 48 kHz 24-bit stereo"; empty while it is not known.
 */
format: string,
/**
 * The fader, in dB; −100 is silence.
 */
levelDb: number,
/**
 * −1 left … 1 right.
 */
pan: number,
/**
 * Silent.
 */
isMuted: boolean,
/**
 * Heard alone, with other soloed ones. Not stored.
 */
isSoloed: boolean,
/**
 * Never silenced by another stem's solo.
 */
isSoloSafe: boolean,
/**
 * The name of the bus it goes to.
 */
bus: string,
/**
 * Why it is not heard.
 */
trouble: string | null, };

/**
 * What to change of a stem; what is absent stays.
 */
export type StemChange = {
/**
 * Not empty.
 */
name?: string,
/**
 * What it plays. The bus stays.
 */
role?: Role,
/**
 * `#rrggbb`.
 */
colour?: string, };

/**
 * A stem of a song.
 */
export type StemId = number;

/**
 * What to change of a stem's mix; what is absent stays.
 */
export type StemMixChange = {
/**
 * −100 (silence) to 12 dB.
 */
levelDb?: number,
/**
 * −1 left … 1 right.
 */
pan?: number,
/**
 * Silent.
 */
isMuted?: boolean,
/**
 * Never silenced by another stem's solo.
 */
isSoloSafe?: boolean,
/**
 * The name of a bus.
 */
bus?: string, };

/**
 * How the show is at one moment. Levels are tenths of dB, −1000 is silence.
 */
export type Telemetry = {
/**
 * The next frame to be heard.
 */
frame: number,
/**
 * Frames a second.
 */
rateHz: number,
/**
 * When that frame is heard: milliseconds since the start of the program.
 */
atMs: number,
/**
 * When this was asked for: milliseconds since the start of the program.
 */
sentMs: number,
/**
 * The playhead moves.
 */
isPlaying: boolean,
/**
 * The entry under the playhead.
 */
entry: EntryId | null,
/**
 * The playhead in seconds.
 */
positionSeconds: number,
/**
 * The main bus: peak left, right, RMS left, right.
 */
master: [number, number, number, number],
/**
 * Four of each bus, in the order of `Mixer.buses`.
 */
buses: Array<number>,
/**
 * Four of each stem of the song under the playhead, in its order.
 */
stems: Array<number>,
/**
 * What went beyond full scale since `clearClips`: places of stems; −1 is the master, −2 − b bus b.
 */
clips: Array<number>,
/**
 * Decoded look-ahead in seconds.
 */
leadSeconds: number,
/**
 * Underruns since the start.
 */
underruns: number,
/**
 * The time that callbacks take, of the time there is.
 */
loadPercent: number,
/**
 * How well all goes.
 */
health: HealthState,
/**
 * What is wrong, the worst first.
 */
healthReasons: Array<string>,
/**
 * What the engine keeps in memory.
 */
memoryMib: number,
/**
 * What it may keep.
 */
budgetMib: number,
/**
 * The end of the decoded look-ahead, in seconds of the song.
 */
bufferedTo: number,
/**
 * Of the chunks that were wanted so many were in the cache.
 */
cacheHitPercent: number | null,
/**
 * Stretches of the song that are in the cache, in seconds.
 */
cachedRanges: Array<[number, number]>, };

/**
 * Sets of colours.
 */
export type Theme = "dark" | "light" | "system";

/**
 * How long something took, since the start.
 */
export type Timing = {
/**
 * How often.
 */
count: number,
/**
 * On average, in milliseconds.
 */
meanMs: number,
/**
 * 95 of 100 times at most, of the last 512, in milliseconds.
 */
p95Ms: number, };

/**
 * How a set goes from the end of a song to the next one.
 */
export type Transition = { "kind": "stop" } | { "kind": "gapless" } | { "kind": "crossfade",
/**
 * 0 to 30 seconds.
 */
seconds: number, };

/**
 * What the transport does.
 */
export type Transport = "stopped" | "playing" | "paused";

/**
 * What can be undone and done again, in words.
 */
export type UndoState = {
/**
 * "Undo rename song".
 */
undo: string | null,
/**
 * "Redo rename song".
 */
redo: string | null, };

/**
 * The outline of a sound, for drawing.
 */
export type Wave = {
/**
 * Seconds that one bin stands for.
 */
secondsPerBin: number,
/**
 * The greatest magnitude in each bin: 0 … 255 for full scale.
 */
peak: Array<number>,
/**
 * The root mean square in each bin: 0 … 255 for full scale.
 */
rms: Array<number>, };

/**
 * The decoded look-ahead of a window.
 */
export type WindowLead = {
/**
 * "playing", "outgoing", "target".
 */
name: string,
/**
 * Seconds that are ready.
 */
leadSeconds: number, };

/** Every command: what it takes, and what it answers. */
export interface Commands {
  snapshot: { args: null; result: Snapshot };
  play: { args: null; result: null };
  pause: { args: null; result: null };
  togglePlay: { args: null; result: null };
  stop: { args: null; result: null };
  seekTo: { args: { seconds: number, }; result: null };
  seekBy: { args: { seconds: number, }; result: null };
  goToEntry: { args: { entry: EntryId, thenPlay: boolean, }; result: null };
  nextSong: { args: null; result: null };
  previousSong: { args: null; result: null };
  armJump: { args: { entry: EntryId | null, toSeconds: number, atSeconds: number | null, crossfadeSeconds: number, }; result: null };
  armLoop: { args: { fromSeconds: number, toSeconds: number, crossfadeSeconds: number, }; result: null };
  cancelJumps: { args: null; result: null };
  setShowLock: { args: { isLocked: boolean, }; result: null };
  setStemMix: { args: { stem: StemId, change: StemMixChange, gesture: number | null, }; result: null };
  setStemSolo: { args: { stem: StemId, isSoloed: boolean, }; result: null };
  clearSolos: { args: null; result: null };
  setSongTrim: { args: { song: SongId, trimDb: number, gesture: number | null, }; result: null };
  setMaster: { args: { levelDb: number | null, isMuted: boolean | null, gesture: number | null, }; result: null };
  setBus: { args: { bus: string, change: BusChange, gesture: number | null, }; result: null };
  addBus: { args: { bus: string, }; result: null };
  removeBus: { args: { bus: string, }; result: null };
  clearClips: { args: { clip: number | null, }; result: null };
  searchSongs: { args: {
/**
 * Beginnings of words; empty finds all.
 */
text: string,
/**
 * The order.
 */
sort: SongSort,
/**
 * The order's reverse.
 */
isDescending: boolean,
/**
 * Which of them.
 */
filter: SongFilter,
/**
 * So many are passed over.
 */
offset: number,
/**
 * So many come at most; 1000 at most.
 */
limit: number, }; result: SongPage };
  songDetail: { args: { song: SongId, }; result: SongDetail };
  songWave: { args: { song: SongId, }; result: Wave | null };
  stemWave: { args: { stem: StemId, }; result: Wave | null };
  updateSong: { args: { song: SongId, change: SongChange, }; result: null };
  updateStem: { args: { stem: StemId, change: StemChange, }; result: null };
  moveStem: { args: { stem: StemId, to: number, }; result: null };
  removeStem: { args: { stem: StemId, }; result: null };
  setSections: { args: { song: SongId, sections: Array<Section>, }; result: null };
  removeSongs: { args: { songs: Array<SongId>, }; result: null };
  tryFilesAgain: { args: { song: SongId, }; result: null };
  undo: { args: null; result: UndoState };
  redo: { args: null; result: UndoState };
  cancelImport: { args: null; result: null };
  setlists: { args: null; result: Array<SetlistSummary> };
  setlistDetail: { args: { setlist: SetlistId, }; result: Setlist };
  createSetlist: { args: { name: string, }; result: SetlistId };
  updateSetlist: { args: { setlist: SetlistId, name: string | null, notes: string | null, }; result: null };
  duplicateSetlist: { args: { setlist: SetlistId, }; result: SetlistId };
  deleteSetlist: { args: { setlist: SetlistId, }; result: null };
  openSetlist: { args: { setlist: SetlistId, }; result: null };
  addEntries: { args: { setlist: SetlistId, songs: Array<SongId>, at: number | null, }; result: Array<EntryId> };
  removeEntries: { args: { entries: Array<EntryId>, }; result: null };
  moveEntry: { args: { entry: EntryId, to: number, }; result: null };
  updateEntry: { args: { entry: EntryId, notes: string | null, transition: Transition | null, }; result: null };
  setSettings: { args: { change: SettingsChange, }; result: Settings };
  resetSettings: { args: { part: SettingsPart, }; result: Settings };
  testTone: { args: { channel: number, }; result: null };
  cacheStatus: { args: null; result: CacheStatus };
  clearCache: { args: { song: SongId | null, }; result: CacheStatus };
  pinInCache: { args: { song: SongId, isPinned: boolean, }; result: CacheStatus };
  backups: { args: null; result: Array<Backup> };
  restoreBackup: { args: { name: string, }; result: null };
  declineRestore: { args: null; result: null };
  diagnostics: { args: null; result: Diagnostics };
  diagnosticsText: { args: null; result: string };
  savePlace: { args: null; result: null };
  outputs: { args: null; result: Array<OutputDevice> };
  logLines: { args: { level: LogLevel, after: number | null, }; result: Array<LogLine> };
}

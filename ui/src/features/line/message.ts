// What the line says now: the one message that matters most, with at most two actions.
// Contact points: TheLine.svelte. Pure: it is given what the state knows.
import type { Entry, ImportProgress, JumpView, Notice, NoticeAction, Output, Section, Show } from "$/ipc/bindings";
import { isAsAsked } from "$/units/output";
import { formatTime } from "$/units/time";
import { sentence } from "$/units/words";

export interface Message {
  readonly tone: "note" | "hint" | "progress" | "armed" | "warning" | "error";
  /** What happened; shown strong. Empty when `rest` says it all. */
  readonly head: string;
  /** What it means for the sound, and what to do. */
  readonly rest: string;
  readonly actions: readonly MessageAction[];
  /** Done, 0…1, of a progress. */
  readonly share?: number;
}
export type MessageAction =
  | { readonly kind: "notice"; readonly text: string; readonly action: NoticeAction }
  | { readonly kind: "dismiss"; readonly number: number }
  | { readonly kind: "cancelJump" }
  | { readonly kind: "goNow"; readonly jump: JumpView }
  | { readonly kind: "cancelImport" };

export interface LineInput {
  readonly notice: Notice | null;
  readonly output: Output;
  readonly show: Show;
  readonly entry: Entry | null;
  readonly armed: JumpView | null;
  readonly sections: readonly Section[];
  readonly songNotes: string;
  readonly progress: ImportProgress | null;
}

/** Trouble first, then what is under way, then what is armed, then hints, then the notes of the song. */
export function messageFor(input: LineInput): Message {
  const { notice } = input;
  const isTrouble = notice !== null && (notice.severity === "error" || notice.severity === "warning");
  return (
    (isTrouble ? noticeMessage(notice) : null) ??
    outputMessage(input.output) ??
    pendingMessage(input) ??
    armedMessage(input) ??
    importMessage(input.progress) ??
    (notice ? noticeMessage(notice) : null) ??
    notesMessage(input)
  );
}

const ACTION_TEXT: Record<NoticeAction["kind"], string> = {
  openSettings: "Details",
  undo: "Undo",
  openSong: "Show song",
  restoreBackup: "Restore",
  showImport: "Details",
};

function noticeMessage(notice: Notice): Message {
  const action: MessageAction[] = notice.action
    ? [{ kind: "notice", text: ACTION_TEXT[notice.action.kind], action: notice.action }]
    : [];
  const tone = notice.severity === "error" || notice.severity === "warning" ? notice.severity : "hint";
  return {
    tone,
    head: notice.text,
    rest: notice.remedy ?? "",
    actions: [...action, { kind: "dismiss", number: notice.number }],
  };
}

function outputMessage(output: Output): Message | null {
  if (isAsAsked(output)) return null;
  const head = sentence(output.problem ?? "the audio output does not open");
  const action: NoticeAction = { kind: "openSettings", page: "audio" };
  return {
    tone: "error",
    head,
    rest: sentence(output.remedy ?? ""),
    actions: [{ kind: "notice", text: "Choose an output", action }],
  };
}

function pendingMessage({ show }: LineInput): Message | null {
  if (show.pending === "none") return null;
  const goesOn = show.transport === "playing" ? " What sounds goes on until it is ready." : "";
  if (show.pending === "seeking") return progress(`Seeking ${formatTime(show.pendingSeconds ?? 0)}…`, goesOn);
  const title = show.setlist?.entries.find((e) => e.id === show.pendingEntry)?.song.title ?? "the song";
  return progress(`Loading ${title}…`, goesOn);
}

const progress = (head: string, rest: string): Message => ({ tone: "progress", head, rest: rest.trim(), actions: [] });

function armedMessage({ show, armed, sections }: LineInput): Message | null {
  if (!armed) return null;
  const entry = show.setlist?.entries.find((e) => e.id === armed.toEntry);
  const section = sections.find((s) => Math.abs(s.startSeconds - armed.toSeconds) < 0.001);
  const head = `${entry?.song.title ?? section?.name ?? `A jump to ${formatTime(armed.toSeconds)}`} is armed.`;
  const rest = entry ? "It comes at the end of this song." : `It comes at ${formatTime(armed.atSeconds)}.`;
  return { tone: "armed", head, rest, actions: [{ kind: "goNow", jump: armed }, { kind: "cancelJump" }] };
}

function importMessage(importing: ImportProgress | null): Message | null {
  if (importing?.phase !== "looking" && importing?.phase !== "reading") return null;
  if (importing.phase === "looking")
    return {
      ...progress("Looking for audio files…", `${String(importing.filesFound)} found`),
      actions: [{ kind: "cancelImport" }],
    };
  const rest = `${String(importing.filesRead)} of ${String(importing.filesFound)} files`;
  return {
    ...progress("Importing…", rest),
    share: importing.filesRead / Math.max(1, importing.filesFound),
    actions: [{ kind: "cancelImport" }],
  };
}

function notesMessage({ entry, songNotes }: LineInput): Message {
  return { tone: "note", head: "", rest: [entry?.notes ?? "", songNotes].filter(Boolean).join("  ·  "), actions: [] };
}

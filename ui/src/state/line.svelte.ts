// The messages of the line: which one is shown, how long, and which the user has put away.
// Contact points: features/line shows it; every refused command ends here.
import type { IpcError, Notice, NoticeAction } from "$/ipc/bindings";
import { sentence } from "$/units/words";

// A note or hint is read in a few seconds; warnings and errors stay until they are put away or are over.
const PASSING_MS = 8000;
const LATEST = 200;

export class Line {
  /** All of this run, oldest first; the log of the settings lists them. */
  notices = $state.raw<readonly Notice[]>([]);
  /** The one to show; null when there is none. */
  readonly shown: Notice | null;
  #dismissed = $state.raw<ReadonlySet<number>>(new Set());
  #localNumber = -1;

  constructor(notices: readonly Notice[]) {
    this.notices = notices.map(told);
    this.shown = $derived(this.#pick());
    // Those of an earlier window are history, unless they still want care.
    this.#dismissed = new Set(notices.filter((n) => isPassing(n)).map((n) => n.number));
  }

  hear(notice: Notice): void {
    this.notices = [...this.notices, told(notice)].slice(-LATEST);
    if (isPassing(notice)) setTimeout(() => this.dismiss(notice.number), PASSING_MS);
  }

  /** Says something that only the page knows, with at most one thing to do about it. */
  say(text: string, severity: Notice["severity"] = "note", action: NoticeAction | null = null): void {
    this.hear({
      number: this.#localNumber--,
      severity,
      text,
      remedy: null,
      action,
      about: null,
      at: new Date().toTimeString().slice(0, 8),
    });
  }

  /** A command was refused. */
  refuse(error: IpcError): void {
    this.say(error.message, error.code === "internal" || error.code === "storage" ? "error" : "warning");
  }

  dismiss(number: number): void {
    this.#dismissed = new Set([...this.#dismissed, number]);
  }

  /** Puts away all that match: what they warned of is over. */
  resolve(matches: (notice: Notice) => boolean): void {
    this.#dismissed = new Set([...this.#dismissed, ...this.notices.filter(matches).map((n) => n.number)]);
  }

  #pick(): Notice | null {
    const open = this.notices.filter((n) => !this.#dismissed.has(n.number));
    return open.reduce<Notice | null>((best, n) => (best && RANK[best.severity] > RANK[n.severity] ? best : n), null);
  }
}

/** In sentences: programs speak in lower case. */
const told = (notice: Notice): Notice => ({
  ...notice,
  text: sentence(notice.text),
  remedy: notice.remedy === null ? null : sentence(notice.remedy),
});
const RANK: Record<Notice["severity"], number> = { note: 0, hint: 0, warning: 1, error: 2 };
const isPassing = (notice: Notice): boolean => RANK[notice.severity] === 0;

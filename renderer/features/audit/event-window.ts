import type {
  EventPlace,
  EventRow,
  EventsPage,
} from "../../../shared/contract/audit.ts";

/** So many rows a page of the window holds, however long the log is. */
const mostRows = 2000;

/** The events that are held, newest first. */
export interface EventWindow {
  readonly rows: readonly EventRow[];
  readonly older: EventPlace | null;
  /** It begins with the newest event. */
  readonly isNewest: boolean;
  /** It holds as many as it may: what is older begins another one. */
  readonly isFull: boolean;
}

export function begun({ rows, older, isNewest }: EventsPage): EventWindow {
  return { rows, older, isNewest, isFull: false };
}

/** With what is older; where that place is there no more, the newest alone. */
export function continued(now: EventWindow, page: EventsPage): EventWindow {
  if (page.isNewest) return begun(page);
  if (now.isFull) return begun(page);
  const rows = [...now.rows, ...page.rows];
  const isFull = rows.length >= mostRows;
  return { rows, older: page.older, isNewest: now.isNewest, isFull };
}

/** With what was written since. A log that was moved, or grew by more than a page, is begun anew. */
export function added(now: EventWindow, page: EventsPage): EventWindow {
  const [newest] = now.rows;
  const known = page.rows.findIndex(({ id }) => id === newest?.id);
  if (known === -1) return begun(page);
  if (known === 0) return now;
  const rows = [...page.rows.slice(0, known), ...now.rows];
  return { ...now, rows, isFull: now.isFull || rows.length >= mostRows };
}

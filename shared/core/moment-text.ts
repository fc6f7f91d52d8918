import { countOf } from "./counted-noun.ts";

const two = (number: number): string => String(number).padStart(2, "0");

/** A moment in a sentence, on this machine's clock: `2026-11-24 20:52 UTC+01:00`. Data has RFC 3339 in UTC. */
export function momentText(moment: Date): string {
  return `${dateText(moment)} ${timeText(moment)} ${zoneOf(moment)}`;
}

/** Till when something lasts, where there is little room, as in a prompt: `until 00:13`, with the date when that is not within a day. */
export function untilText(moment: Date, now: Date): string {
  const isNear = Math.abs(moment.getTime() - now.getTime()) < 24 * 3_600_000;
  return `until ${isNear ? timeText(moment) : `${dateText(moment)} ${timeText(moment)}`}`;
}

/** How long something lasts from now and till when: `for 1 h, until 20:13 UTC+01:00`; a day that is not today's is named. */
export function lifeText(end: Date, now: Date): string {
  const isToday = dateText(end) === dateText(now);
  const until = isToday ? `${timeText(end)} ${zoneOf(end)}` : momentText(end);
  return `for ${spanText(end.getTime() - now.getTime())}, until ${until}`;
}

/** From here on a date says more than a count of days. */
const mostDays = 120;

/**
 * How far a moment is, so that nothing that counts is lost: 12 days and not a week, a date beyond 120 days. `in 12 days`,
 * `3 h ago`, `now`, `2027-06-19`.
 */
export function nearText(moment: Date, now: Date): string {
  const ms = moment.getTime() - now.getTime();
  if (Math.abs(ms) > mostDays * dayMs) return dateText(moment);
  if (Math.round(ms / 1000) === 0) return "now";
  return ms < 0 ? `${spanText(-ms)} ago` : `in ${spanText(ms)}`;
}

/** A moment and how far it is: `2026-11-24 20:52 UTC (in 12 days)`. Beyond 120 days the date is all there is to say. */
export function momentAndDistance(moment: Date, now: Date): string {
  const near = nearText(moment, now);
  const at = momentText(moment);
  return near === dateText(moment) ? at : `${at} (${near})`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A span in the unit that a person would say it in, and for some hours in two: `45 s`, `15 min`, `1 h 30 min`, `90 days`. */
function spanText(ms: number): string {
  // What was asked for is a whole number of minutes; some of the first one have passed when it is said.
  if (ms < minuteMs - 5000)
    return `${String(Math.max(0, Math.round(ms / 1000)))} s`;
  const minutes = Math.max(1, Math.round(ms / minuteMs));
  if (minutes < 60) return `${String(minutes)} min`;
  if (minutes >= (2 * dayMs) / minuteMs)
    return countOf(Math.round((minutes * minuteMs) / dayMs), "day");
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hours)} h${rest === 0 ? "" : ` ${String(rest)} min`}`;
}

/** A day on this machine's clock: `2026-11-24`. */
export function dateText(moment: Date): string {
  return `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function timeText(moment: Date): string {
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** Summer and winter are told apart by it, and it needs no table of names. */
function zoneOf(moment: Date): string {
  const minutes = -moment.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const hours = Math.trunc(Math.abs(minutes) / 60);
  return `UTC${minutes > 0 ? "+" : "-"}${two(hours)}:${two(Math.abs(minutes) % 60)}`;
}

const two = (number: number): string => String(number).padStart(2, "0");

/** A moment in a sentence, on this machine's clock: `2026-11-24 20:52 UTC+01:00`. Data has RFC 3339 in UTC. */
export function momentText(moment: Date): string {
  return `${dateText(moment)} ${timeText(moment)} ${zoneOf(moment)}`;
}

/** Till when something lasts, seen from now: `until 00:13`, with the date when that is not within a day. */
export function untilText(moment: Date, now: Date): string {
  const isNear = Math.abs(moment.getTime() - now.getTime()) < 24 * 3_600_000;
  return `until ${isNear ? timeText(moment) : `${dateText(moment)} ${timeText(moment)}`}`;
}

function dateText(moment: Date): string {
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

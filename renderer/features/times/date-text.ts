import { dateText as dayOf } from "../../../shared/core/moment-text.ts";

const two = (number: number) => String(number).padStart(2, "0");

/** A day in the person's own time zone: 2027-11-23. */
export function dateText(iso: string): string {
  return dayOf(new Date(iso));
}

/** A moment to the minute in the person's own time zone: 2027-11-23 14:05. */
export function timeText(iso: string): string {
  const at = new Date(iso);
  return `${dayOf(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The time of day to the minute, and the day where it is another one: 14:05, 2027-11-23 14:05. */
export function hourText(iso: string, now: number): string {
  const whole = timeText(iso);
  const isToday = dayOf(new Date(iso)) === dayOf(new Date(now));
  return isToday ? whole.slice(-"14:05".length) : whole;
}

/** The time of day to the second in the person's own time zone: 14:05:07. */
export function clockText(iso: string): string {
  const at = new Date(iso);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":");
}

/** The same moment for everybody, as logs and nodes have it: 2027-11-23 13:05:07 UTC. */
export function utcText(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

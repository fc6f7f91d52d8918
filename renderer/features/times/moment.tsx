// Moments and lifetimes as a person reads them, and the clock that redraws them.
// Keep: Local time is shown, UTC is sent.
import { nearText } from "../../../shared/core/moment-text.ts";
import { dateText, hourText, timeText, utcText } from "./date-text.ts";

/** A moment on the person's own clock; its tooltip has it in UTC, as nodes and logs do. */
export function Moment({
  at,
  as,
  now = 0,
}: {
  /** RFC 3339. */
  readonly at: string;
  /** A day, a minute, the time of a day that is today's, or how far it is from now. */
  readonly as: "day" | "minute" | "clock" | "near";
  /** Milliseconds since 1970; what is near is seen from here. */
  readonly now?: number;
}) {
  return (
    <time dateTime={at} title={`${timeText(at)}, ${utcText(at)}`}>
      {textOf(at, as, now)}
    </time>
  );
}

function textOf(
  at: string,
  as: "day" | "minute" | "clock" | "near",
  now: number,
): string {
  switch (as) {
    case "day":
      return dateText(at);
    case "minute":
      return timeText(at);
    case "clock":
      return hourText(at, now);
    case "near":
      return nearText(new Date(at), new Date(now));
  }
}

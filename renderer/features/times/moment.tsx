// Moments and lifetimes as a person reads them, and the clock that redraws them.
// Keep: Local time is shown, UTC is sent.
import { nearText } from "../../../shared/core/moment-text.ts";
import { dateText, timeText, utcText } from "./date-text.ts";

/** A moment on the person's own clock; its tooltip has it in UTC, as nodes and logs do. */
export function Moment({
  at,
  as,
  now = 0,
}: {
  /** RFC 3339. */
  readonly at: string;
  /** A day, a minute, or how far it is from now. */
  readonly as: "day" | "minute" | "near";
  /** Milliseconds since 1970; what is near is seen from here. */
  readonly now?: number;
}) {
  return (
    <time dateTime={at} title={`${timeText(at)}, ${utcText(at)}`}>
      {as === "day"
        ? dateText(at)
        : as === "minute"
          ? timeText(at)
          : nearText(new Date(at), new Date(now))}
    </time>
  );
}

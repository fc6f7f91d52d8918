const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const month = 30 * day;
const year = 12 * month;
const longTime = 37 * year;

interface Magnitude {
  /** Seconds below which this line counts. */
  readonly below: number;
  readonly text: string;
  readonly divideBy: number;
}

// github.com/dustin/go-humanize times.go, defaultMagnitudes: what `talosctl config info` prints.
const magnitudes: readonly Magnitude[] = [
  { below: 1, text: "now", divideBy: 1 },
  { below: 2, text: "1 second %s", divideBy: 1 },
  { below: minute, text: "%d seconds %s", divideBy: 1 },
  { below: 2 * minute, text: "1 minute %s", divideBy: 1 },
  { below: hour, text: "%d minutes %s", divideBy: minute },
  { below: 2 * hour, text: "1 hour %s", divideBy: 1 },
  { below: day, text: "%d hours %s", divideBy: hour },
  { below: 2 * day, text: "1 day %s", divideBy: 1 },
  { below: week, text: "%d days %s", divideBy: day },
  { below: 2 * week, text: "1 week %s", divideBy: 1 },
  { below: month, text: "%d weeks %s", divideBy: week },
  { below: 2 * month, text: "1 month %s", divideBy: 1 },
  { below: year, text: "%d months %s", divideBy: month },
  { below: 18 * month, text: "1 year %s", divideBy: 1 },
  { below: 2 * year, text: "2 years %s", divideBy: 1 },
  { below: longTime, text: "%d years %s", divideBy: year },
  { below: Number.POSITIVE_INFINITY, text: "a long while %s", divideBy: 1 },
];

/** How far a moment is from now in words, as talosctl says it: `1 year from now`, `3 days ago`. */
export function relativeTime(moment: Date, now: Date): string {
  const seconds = Math.trunc(Math.abs(moment.getTime() - now.getTime()) / 1000);
  const direction = moment < now ? "ago" : "from now";
  const found = magnitudes.find(({ below }) => seconds < below);
  if (!found) return "";
  const count = Math.trunc(seconds / found.divideBy);
  return found.text.replace("%d", String(count)).replace("%s", direction);
}

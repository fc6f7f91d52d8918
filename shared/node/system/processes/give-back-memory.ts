import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Under Bun there is nothing of the kind to be set. */
const isV8 = process.versions["bun"] === undefined;

/**
 * For a program of ours that is open for long, as the window and what holds a gateway, and for none that a library is a guest in: a
 * flag is the whole process's. Of a call, or of a vault that is read, little stays, but V8 lets the space in which it comes and goes
 * grow to 64 MiB under a load, and keeps it. This flag it looks at whenever that would grow; the one for its greatest size only at
 * the start.
 */
export function keepYoungSpaceSmall(): void {
  if (isV8) setFlagsFromString("--semi-space-growth-factor=1");
}

/**
 * For the window's main process. V8 writes machine code for what has run a few times, before it knows what runs often, and keeps
 * the pages of most of it for good. Nearly all that main does is done a few times: without that code the first list is there
 * sooner, and what runs often is compiled as before.
 */
export function skipEarlyMachineCode(): void {
  setFlagsFromString("--no-sparkplug");
}

/** A talosctl that is typed after another one finds nothing being collected. */
const quietMs = 2000;

/**
 * For a program of ours that does nothing but hold a gateway and wait. What it began with, and what calls left, is collected
 * once no call has begun or ended for a moment: a tenth of its memory, which V8 keeps for as long as nothing more is wanted.
 * Takes some fifty milliseconds of a processor each time. The function that it gives is told of calls.
 */
export function collectWhenQuiet(): () => void {
  if (!isV8) return () => undefined;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how: object) => void;
  const timer = setTimeout(
    () => collect({ type: "major", flavor: "last-resort" }),
    quietMs,
  );
  timer.unref();
  return () => void timer.refresh();
}

import { fstatSync } from "node:fs";

const descriptorName = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;
const firstOther = 3;

/** Whether a word of the command is such a name. */
export function nameDescriptor(args: readonly string[]): boolean {
  return args.some((word) => descriptorName.test(word));
}

/**
 * Our streams, and what the shell put into a word of the command: `<(other command)` is a descriptor's name there. Node
 * closes the lower descriptors for its children, which are the ones that zsh takes.
 */
export function streamsFor(
  args: readonly string[],
): ("inherit" | "ignore" | number)[] {
  const streams: ("inherit" | "ignore" | number)[] = Array.from(
    { length: firstOther },
    () => "inherit",
  );
  for (const word of args) {
    const fd = Number(descriptorName.exec(word)?.[1] ?? 0);
    if (fd < firstOther || !isPipe(fd)) continue;
    while (streams.length < fd) streams.push("ignore");
    streams[fd] = fd;
  }
  return streams;
}

/** Nothing of ours that is worth something is a pipe: a number may be ours where the shell has none. */
function isPipe(fd: number): boolean {
  try {
    return fstatSync(fd).isFIFO();
  } catch {
    return false;
  }
}

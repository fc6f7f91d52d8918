import { InvalidArgumentError } from "commander";

const highest = 65_535;

/** A file descriptor named on the command line. */
export function parseFd(text: string): number {
  const fd = Number(text);
  if (/^\d+$/.test(text) && fd <= highest) return fd;
  throw new InvalidArgumentError("A file descriptor is a number, such as 3.");
}

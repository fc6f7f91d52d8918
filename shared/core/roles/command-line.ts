import { takesNextWord } from "./talosctl-flags.ts";

/** A command line of talosctl, taken apart. */
export interface CommandLine {
  /** Commands and arguments by their full names, without the program, flags and the values of flags. */
  readonly words: readonly string[];
  /** As typed, `--wait=false` in one. */
  readonly flags: readonly string[];
}

/** talosctl's own other names of its commands (1.12), by what comes before them. */
const aliases: Readonly<Record<string, string>> = {
  apply: "apply-config",
  c: "containers",
  cat: "read",
  cg: "cgroups",
  cp: "copy",
  du: "usage",
  free: "memory",
  g: "get",
  images: "image",
  ls: "list",
  m: "memory",
  mc: "machineconfig",
  mount: "mounts",
  p: "processes",
  ps: "processes",
  services: "service",
  ss: "netstat",
  tcpdump: "pcap",
  "config endpoints": "config endpoint",
  "config get-contexts": "config contexts",
  "config nodes": "config node",
  "config use-context": "config context",
  "conformance k8s": "conformance kubernetes",
  "image default": "image k8s-bundle",
  "image l": "image list",
  "image ls": "image list",
  "image p": "image pull",
};

/** The one resource that these two take. */
const machineConfig = /^(mc|machineconfigs?)(\.config\.talos\.dev)?$/i;

function fullNames(words: readonly string[]): readonly string[] {
  const [first = "", second, ...rest] = words;
  const verb = nameOf(first);
  if (second === undefined) return words.length > 0 ? [verb] : [];
  if (/^(edit|patch)$/.test(verb) && machineConfig.test(second))
    return [verb, "machineconfig", ...rest];
  return [...nameOf(`${verb} ${second}`).split(" "), ...rest];
}

function nameOf(words: string): string {
  return Object.hasOwn(aliases, words) ? (aliases[words] ?? words) : words;
}

/** Beyond these a line is not worth an answer. */
const mostUnknownFlags = 4;

/**
 * What a line may mean: one reading, or two for each flag that we do not know, whose next word may be its value or not.
 * None for a line with too many of those. Takes time in proportion to the line: a shell's pattern may make it long.
 */
export function readCommandLine(
  line: readonly string[],
): readonly CommandLine[] {
  const typed = line[0] === "talosctl" ? line.slice(1) : line;
  let readings: readonly Reading[] = [
    { words: [], flags: [], isValueNext: false },
  ];
  let isAfterDashes = false;
  for (const word of typed) {
    if (word === "--" && !isAfterDashes) isAfterDashes = true;
    else
      readings = readings.flatMap((reading) =>
        step(reading, word, isAfterDashes),
      );
    if (readings.length > 2 ** mostUnknownFlags) return [];
  }
  return readings.map(({ words, flags }) => ({
    words: fullNames(words),
    flags,
  }));
}

/** Grows with each word; who needs another one copies it. */
interface Reading {
  readonly words: string[];
  readonly flags: string[];
  isValueNext: boolean;
}

function step(
  reading: Reading,
  word: string,
  isAfterDashes: boolean,
): readonly Reading[] {
  if (reading.isValueNext) reading.isValueNext = false;
  else if (isAfterDashes || !/^-./.test(word)) reading.words.push(word);
  else return withFlag(reading, word);
  return [reading];
}

function withFlag(reading: Reading, flag: string): readonly Reading[] {
  reading.flags.push(flag);
  if (flag.includes("=")) return [reading];
  const verb = fullNames(reading.words.slice(0, 2))[0] ?? "";
  const takes = takesNextWord(verb, flag);
  if (takes !== null) {
    reading.isValueNext = takes;
    return [reading];
  }
  const { words, flags } = reading;
  const other = { words: [...words], flags: [...flags], isValueNext: true };
  return [reading, other];
}

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
 * None for a line with too many of those.
 */
export function readCommandLine(
  line: readonly string[],
): readonly CommandLine[] {
  const typed = line[0] === "talosctl" ? line.slice(1) : line;
  const { readings } = typed.reduce<State>(step, {
    readings: [{ words: [], flags: [], isValueNext: false }],
    isAfterDashes: false,
  });
  if (readings.length > 2 ** mostUnknownFlags) return [];
  return readings.map(({ words, flags }) => ({
    words: fullNames(words),
    flags,
  }));
}

interface Reading extends CommandLine {
  readonly isValueNext: boolean;
}

interface State {
  readonly readings: readonly Reading[];
  readonly isAfterDashes: boolean;
}

function step({ readings, isAfterDashes }: State, word: string): State {
  if (word === "--" && !isAfterDashes) return { readings, isAfterDashes: true };
  if (readings.length > 2 ** mostUnknownFlags)
    return { readings, isAfterDashes };
  const next = readings.flatMap((reading): readonly Reading[] => {
    if (reading.isValueNext) return [{ ...reading, isValueNext: false }];
    return isAfterDashes || !/^-./.test(word)
      ? [{ ...reading, words: [...reading.words, word] }]
      : withFlag(reading, word);
  });
  return { readings: next, isAfterDashes };
}

function withFlag(reading: Reading, flag: string): readonly Reading[] {
  const flags = [...reading.flags, flag];
  if (flag.includes("=")) return [{ ...reading, flags }];
  const takes = takesNextWord(fullNames(reading.words)[0] ?? "", flag);
  return (takes === null ? [false, true] : [takes]).map((isValueNext) => ({
    ...reading,
    flags,
    isValueNext,
  }));
}

// Where the commands of `exec --each` print: lines behind their context's name, or two files for each.
// Keep: A line of a command goes through the terminal's door like any text from outside; bytes as they are go to files.
import { closeSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";
import { limits } from "../../../../shared/core/limits.ts";
import { success, type Result } from "../../../../shared/core/result.ts";
import {
  makeOutputFolder,
  openOutputFile,
} from "../../../../shared/node/files/output-file.ts";
import type { OutputStream } from "../../../../shared/node/sessions/commands/run-beside.ts";
import { nameColumn } from "../../../output/table.ts";
import type { Terminal } from "../../../terminal.ts";

/** Absolute paths. */
export interface OutputFiles {
  readonly stdout: string;
  readonly stderr: string;
}

/** Of one context, while its command runs. */
export interface OpenOutput {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Prints what comes through the pipes. */
  readonly read: (stdout: Readable | null, stderr: Readable | null) => void;
  /** Resolves when all of it is printed. */
  readonly close: () => Promise<void>;
}

/** Opens the output of one context. Errors: those of the disk. */
export type OpenFor = (context: string) => Result<OpenOutput>;

/** A pair of files for each context in a folder, none of which is there yet. Errors: `file-exists`; those of the disk. */
export function planFiles(
  folder: string,
  contexts: readonly string[],
): Result<ReadonlyMap<string, OutputFiles>> {
  const files = new Map(
    contexts.map((context, index) => {
      const base = join(resolve(folder), fileName(context, index));
      return [context, { stdout: `${base}.out`, stderr: `${base}.err` }];
    }),
  );
  const paths = [...files.values()].flatMap((one) => [one.stdout, one.stderr]);
  const made = makeOutputFolder(resolve(folder), paths);
  return made.ok ? success(files) : made;
}

/** Bytes of a file's name that leave room for an ending, on every file system that we know. */
const longestName = 200;

/** A context's name as that of a file, a different one for each; what is no plain letter is spelled as in an address. */
function fileName(context: string, index: number): string {
  const spelled = encodeURIComponent(Buffer.from(context).toString())
    .replace(/[!'()*~]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
    .replace(/^\./, "%2e");
  return spelled.length <= longestName
    ? spelled
    : `${spelled.slice(0, longestName - 8)}~${String(index + 1)}`;
}

export function toFiles(files: ReadonlyMap<string, OutputFiles>): OpenFor {
  return (context) => {
    const paths = files.get(context) ?? { stdout: "", stderr: "" };
    const stdout = openOutputFile(paths.stdout);
    if (!stdout.ok) return stdout;
    const stderr = openOutputFile(paths.stderr);
    if (!stderr.ok) {
      closeSync(stdout.value);
      return stderr;
    }
    return success({
      stdout: stdout.value,
      stderr: stderr.value,
      read: () => undefined,
      close: async () => {
        closeSync(stdout.value);
        closeSync(stderr.value);
      },
    });
  };
}

/** Lines behind the names, which stand as wide as the longest. With `isData` false all of it is said to the person. */
export function toTerminal(
  terminal: Terminal,
  contexts: readonly string[],
  isData: boolean,
): OpenFor {
  const column = nameColumn(contexts);
  return (context) => {
    const prefix = `${column(context)} | `;
    const said = terminal.mark("dim", prefix);
    const data = terminal.markData("dim", prefix);
    const say = (line: string): void => terminal.say(`${said}${line}`);
    const out = (line: string): void => terminal.out(`${data}${line}`);
    const printed: Promise<void>[] = [];
    return success({
      stdout: "pipe",
      stderr: "pipe",
      read: (stdout, stderr) => {
        printed.push(
          printLines(terminal, stdout, isData ? out : say),
          printLines(terminal, stderr, say),
        );
      },
      close: async () => {
        await Promise.all(printed);
      },
    });
  };
}

/** A line that is longer goes on in the next: what a command prints without an end is no reason to keep it all. */
const longestLine = limits.commandLine.most;

async function printLines(
  terminal: Terminal,
  from: Readable | null,
  print: (line: string) => void,
): Promise<void> {
  if (from === null) return;
  const decoder = new StringDecoder("utf8");
  let begun = "";
  try {
    for await (const chunk of from) {
      begun += decoder.write(chunk as Buffer);
      const lines = begun.split(/\r\n|\n|\r(?!$)/);
      begun = lines.pop() ?? "";
      for (const line of lines) print(shownLine(line));
      while (begun.length > longestLine) {
        print(shownLine(begun.slice(0, longestLine)));
        begun = begun.slice(longestLine);
      }
      await terminal.drained();
    }
  } catch {
    // The command's end is what is told; a pipe that breaks has given what it had.
  }
  const rest = begun + decoder.end();
  if (rest !== "") print(shownLine(rest.replace(/\r$/, "")));
}

const tabStop = 8;

/** Without colours, and with blanks for its tabs: what else is not seen is spelled out by the terminal's door. */
function shownLine(line: string): string {
  const [first = "", ...more] = stripVTControlCharacters(line).split("\t");
  return more.reduce((text, part) => {
    const column = (Math.floor(text.length / tabStop) + 1) * tabStop;
    return text.padEnd(column) + part;
  }, first);
}

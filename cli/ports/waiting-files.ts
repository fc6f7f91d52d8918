import type { Files } from "../../shared/core/ports/files.ts";
import type { SourceFiles } from "../../shared/core/ports/source-files.ts";
import { diskFiles } from "../../shared/node/files/disk-files.ts";
import { ownSources } from "../../shared/node/sessions/source-files.ts";
import type { Terminal } from "../terminal.ts";
import { sayWhenSilent } from "./say-when-silent.ts";

const silentMs = 2000;

/** The person's files, for a command: says what is waited for when one gives nothing, as a pipe does that nobody writes to. */
export function waitingFiles(terminal: Terminal): Files {
  return {
    ...diskFiles,
    read: (path, most) => waited(terminal, path, diskFiles.read(path, most)),
  };
}

/** The same for files that are imported. */
export function waitingSources(terminal: Terminal): SourceFiles {
  return {
    ...ownSources,
    readSource: (path, most) =>
      waited(terminal, path, ownSources.readSource(path, most)),
  };
}

function waited<T>(
  terminal: Terminal,
  path: string,
  work: Promise<T>,
): Promise<T> {
  const what = path === "-" ? "standard input" : path;
  const sentence = `Waiting for ${what} to end. Ctrl-C gives up; nothing is changed by then.`;
  return sayWhenSilent(terminal, sentence, silentMs, work);
}

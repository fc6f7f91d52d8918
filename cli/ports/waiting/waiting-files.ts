import { hasSopsMark } from "../../../shared/core/imports/file-kinds/first-bytes.ts";
import type { Files } from "../../../shared/core/ports/files.ts";
import type { SourceFiles } from "../../../shared/core/ports/source-files.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { ownSources } from "../../../shared/node/sessions/source-files.ts";
import type { Cli } from "../../cli.ts";
import type { Terminal } from "../../terminal.ts";
import { sayWhenSilent } from "./say-when-silent.ts";

const silentMs = 2000;

/**
 * The person's files, for a command: says what is waited for when one gives nothing, as a pipe does that nobody writes to. A file of
 * SOPS is opened where a key for it is at hand.
 */
export function waitingFiles(cli: Cli): Files {
  return {
    ...diskFiles,
    read: async (path, most) => {
      const read = await waited(cli.terminal, path, diskFiles.read(path, most));
      if (!read.ok) return read;
      const opened = await openedSops(cli, path, read.value);
      return opened.ok ? success(opened.value ?? read.value) : opened;
    },
  };
}

/** The same for files that are imported. */
export function waitingSources(cli: Cli): SourceFiles {
  return {
    ...ownSources,
    readSource: async (path, most) => {
      const source = ownSources.readSource(path, most);
      const read = await waited(cli.terminal, path, source);
      if (!read.ok) return read;
      const opened = await openedSops(cli, path, read.value.bytes);
      if (!opened.ok) return opened;
      return opened.value
        ? success({ bytes: opened.value, identity: null, isEncrypted: true })
        : read;
    },
  };
}

/** Null: it is none of SOPS, or nothing here opens it. */
async function openedSops(
  cli: Cli,
  path: string,
  bytes: Uint8Array,
): Promise<Result<Uint8Array | null>> {
  if (!hasSopsMark(bytes)) return success(null);
  const { openSopsFile, openedSopsText } =
    await import("../../../shared/core/usecases/stores/open-sops-file.ts");
  const { ownWays } = await import("../stores/command-stores.ts");
  const { keys } = await ownWays(cli).sops();
  const opened = await openSopsFile(keys)(path, bytes);
  if (opened.ok && opened.value)
    cli.terminal.say(openedSopsText(path === "-" ? "standard input" : path));
  return opened;
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

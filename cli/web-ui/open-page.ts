import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  removeLeftovers,
  writeAtomicallySync,
} from "../../shared/node/files/atomic-file.ts";
import { dumpAsGiven } from "../../shared/node/system/processes/core-dump.ts";
import { processIdentity } from "../../shared/node/system/processes/process-identity.ts";
import { spawnDetached } from "../../shared/node/system/programs/spawn-detached.ts";

const neededMs = 30_000;

/**
 * Opens an address in the person's browser. It goes through a private file that redirects to it: an address on
 * a command line could be read by every user of the machine.
 */
export function openPage(address: string, privateFolder: string): () => void {
  removeAddresses(privateFolder);
  const path = join(privateFolder, `open-${String(process.pid)}.html`);
  const page = `<!doctype html><meta http-equiv="refresh" content="0;url=${address}"><a href="${address}">Talos Vault</a>\n`;
  writeAtomicallySync(path, page, { durable: false });
  const remove = () => rmSync(path, { force: true });
  setTimeout(remove, neededMs).unref();
  const [program = "", ...args] = opener();
  const child = spawnDetached(program, [...args, path], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  dumpAsGiven(child);
  child.once("error", () => undefined);
  child.unref();
  return remove;
}

/** Of hosts that were killed: their addresses are worth nothing, and their files go all the same. */
function removeAddresses(folder: string): void {
  const isLeft = (name: string) => {
    const [, pid] = /^open-(\d+)\.html$/.exec(name) ?? [];
    if (pid === undefined) return false;
    // After a restart of a container the number of the killed one is ours.
    const isOurs = Number(pid) === process.pid;
    return isOurs || processIdentity(Number(pid)) === null;
  };
  for (const name of readdirSync(folder).filter(isLeft))
    rmSync(join(folder, name), { force: true });
  // Those that died while they wrote it.
  removeLeftovers(folder, isLeft);
}

function opener(): readonly string[] {
  if (process.platform === "darwin") return ["open"];
  return process.platform === "win32"
    ? ["rundll32", "url.dll,FileProtocolHandler"]
    : ["xdg-open"];
}

import { promises, type LookupAddress } from "node:dns";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { onAbort } from "../time-limit.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "./stage-result.ts";

type Found = (
  error: NodeJS.ErrnoException | null,
  addresses: LookupAddress[],
) => void;

/** For `net.connect`, which calls back. */
export function lookup(host: string, options: object, found: Found): void {
  void tell(host, options, found);
}

async function tell(host: string, options: object, found: Found) {
  const resolved = await resolveName(host, options);
  if (Array.isArray(resolved)) found(null, resolved);
  else found(resolved, []);
}

/** Every address of a name, in the system's order; an address is its own. */
export async function addressesOf(
  host: string,
  signal: AbortSignal,
): Promise<StageResult<readonly string[]>> {
  if (isIP(host) > 0) return through([host]);
  const late = blocked("name", "timeout", "No name server answered in time.");
  const resolved = await Promise.race([
    resolveName(host, { order: "verbatim" }),
    aborted(signal),
  ]);
  if (resolved === "aborted") return late;
  return Array.isArray(resolved)
    ? through(resolved.map(({ address }) => address))
    : blockedBy("name", resolved);
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    onAbort(signal, () => resolve("aborted"));
  });
}

/**
 * As the system resolves, and besides a name with a final dot that is in the file of hosts, which Go finds there
 * (net/hosts.go) and glibc does not.
 */
async function resolveName(
  host: string,
  options: object,
): Promise<LookupAddress[] | NodeJS.ErrnoException> {
  try {
    return await promises.lookup(host, { ...options, all: true });
  } catch (error) {
    const isAbsolute = /\..*\.$/.test(host);
    const known = isAbsolute ? await inHostsFile(host.slice(0, -1)) : [];
    return known.length > 0 ? known : (error as NodeJS.ErrnoException);
  }
}

async function inHostsFile(name: string): Promise<LookupAddress[]> {
  if (process.platform === "win32") return [];
  const text = await readFile("/etc/hosts", "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [address = "", ...names] = line
      .replace(/#.*/, "")
      .trim()
      .split(/\s+/);
    const isNamed = names.some(
      (one) => one.toLowerCase() === name.toLowerCase(),
    );
    const family = isIP(address);
    return isNamed && family > 0 ? [{ address, family }] : [];
  });
}

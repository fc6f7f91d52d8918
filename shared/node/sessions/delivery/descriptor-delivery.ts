import {
  closeSync,
  existsSync,
  fchmodSync,
  ftruncateSync,
  readlinkSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { basename, join } from "node:path";
import {
  linkAtomicallySync,
  openUnnamedSync,
} from "../../files/atomic-file.ts";
import { writeAll } from "../../files/own-file.ts";
import { configName, documentMode, type Delivery } from "./delivery.ts";

const sharedMemory = "/dev/shm";
/** statfs(2): tmpfs and ramfs, which never reach a disk by themselves. */
const memoryFileSystems = new Set([0x01021994, 0x858458f6]);

/**
 * True when the kernel keeps our part of /proc from other processes of the same user, as it does for a program that has a
 * file capability: then it belongs to root.
 */
export function isClosedToOthers(): boolean {
  const own = statSync("/proc/self/fd", { throwIfNoEntry: false });
  return own !== undefined && own.uid !== process.getuid?.();
}

/**
 * True where a descriptor of this process can be handed over by a path: Linux with memory-backed storage, and with a /proc of our own pid
 * namespace, or our number leads there to another process.
 */
export function canDeliverByDescriptor(folder: string): boolean {
  return (
    process.platform === "linux" &&
    !isClosedToOthers() &&
    existsSync("/proc/self/fd") &&
    readlinkSync("/proc/self") === String(process.pid) &&
    memoryFolder(folder) !== null
  );
}

/**
 * Holds the document in an inode without a name and makes `config` a link to our descriptor of it. When this
 * process ends, however it ends, the kernel frees the inode (docs/decisions/0003). Throws the system's error.
 */
export function deliverByDescriptor(
  folder: string,
  document: Uint8Array,
): Delivery {
  const path = join(folder, configName);
  let held = -1;
  const replace = (next: Uint8Array): void => {
    const fd = holdUnnamed(folder, next);
    linkAtomicallySync(`/proc/${String(process.pid)}/fd/${String(fd)}`, path);
    if (held >= 0) forget(held);
    held = fd;
  };
  replace(document);
  const release = (by: (fd: number) => void): void => {
    if (held >= 0) by(held);
    held = -1;
  };
  return {
    replace,
    remove: () => {
      rmSync(path, { force: true });
      release(forget);
    },
    // Who is just reading it goes on in the same session.
    letGo: () => release(closeSync),
  };
}

/** The name is gone before the first byte of the key is written. */
function holdUnnamed(folder: string, document: Uint8Array): number {
  const place = memoryFolder(folder) ?? folder;
  const name =
    place === folder ? configName : `.talos-vault-${basename(folder)}`;
  const fd = openUnnamedSync(join(place, name));
  try {
    fchmodSync(fd, documentMode);
    writeAll(fd, document);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A reader that still has it open reads nothing more. */
function forget(fd: number): void {
  ftruncateSync(fd, 0);
  closeSync(fd);
}

function memoryFolder(folder: string): string | null {
  return [folder, sharedMemory].find((path) => isInMemory(path)) ?? null;
}

function isInMemory(path: string): boolean {
  try {
    return memoryFileSystems.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

import { existsSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { failure, success, type Result } from "../../../core/result.ts";
import {
  leaseId,
  readLease,
  writeLease,
  type Lease,
} from "../../../core/sessions/lease.ts";
import { limits } from "../../../core/limits.ts";
import {
  removeLeftovers,
  writeAtomicallySync,
} from "../../files/atomic-file.ts";
import { fileError } from "../../files/file-error.ts";
import { readOwnSync } from "../../files/own-file.ts";
import { ensurePrivateFolder } from "../../files/private-folder.ts";

const largestLease = limits.lease.most;
/** A lease is written in a moment; what is older was left by a killed process. */
const leftoverMs = 60 * 60 * 1000;

/**
 * The leases on disk, `<vault home>/sessions/<id>.json`. Calls are synchronous: they belong before and after everything else.
 * Apart from what tells the audit log of them (LeaseJournal), which a plain `exec` does not wait for.
 */
export class LeaseFiles {
  readonly #folder: string;
  /** Absolute path of the vault's folder. */
  readonly home: string;

  constructor(home: string) {
    this.home = home;
    this.#folder = join(home, "sessions");
  }

  /** Writes a lease so that it survives a crash of the machine, where it is to. Errors: those of the disk. */
  record(lease: Lease, durable = true): Result<void> {
    const safe = ensurePrivateFolder(this.#folder);
    if (!safe.ok) return safe;
    const path = this.#path(lease.id);
    try {
      writeAtomicallySync(path, writeLease(lease), { durable });
      return success(undefined);
    } catch (error) {
      return failure(fileError(error, "write", path));
    }
  }

  /** Writes what became of a lease, unless it was removed meanwhile. */
  update(lease: Lease): void {
    if (existsSync(this.#path(lease.id))) this.record(lease);
  }

  /** The folder of the leases, made when it is not there, to watch it. */
  folder(): Result<string> {
    const safe = ensurePrivateFolder(this.#folder);
    return safe.ok ? success(this.#folder) : safe;
  }

  /** Leases that can be read; what is not ours is left alone. */
  list(): readonly Lease[] {
    removeLeftovers(this.#folder, () => true, leftoverMs);
    return this.#names().flatMap((name) => {
      const lease = this.#read(join(this.#folder, name));
      return lease && `${lease.id}.json` === name ? [lease] : [];
    });
  }

  read(id: string): Lease | null {
    return leaseId.test(id) ? this.#read(this.#path(id)) : null;
  }

  remove(id: string): void {
    removeQuietly(this.#path(id));
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith(".json"));
    } catch {
      return [];
    }
  }

  #read(path: string): Lease | null {
    try {
      return readLease(readOwnSync(path, largestLease) ?? "");
    } catch {
      return null;
    }
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone, which is what was wanted.
  }
}

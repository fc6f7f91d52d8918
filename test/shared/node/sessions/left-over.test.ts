import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  readLease,
  type Lease,
} from "../../../../shared/core/sessions/lease.ts";
import { emptyTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import {
  isTemporary,
  temporaryFor,
} from "../../../../shared/node/files/atomic-file.ts";
import { watchExpiry } from "../../../../shared/node/sessions/expiry-watch.ts";
import { endsName } from "../../../../shared/node/sessions/session-folder.ts";
import type { SessionOwnerInput } from "../../../doubles/session-owner-process.ts";

const owner = join(
  import.meta.dirname,
  "../../../doubles/session-owner-process.ts",
);
const key = "key: of a session\n";

describe.skipIf(process.platform === "win32")(
  "what is done in a session's folder when its holder cannot",
  () => {
    let folder: string;
    let child: ChildProcess | null = null;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "tv-left-"));
    });

    afterEach(() => {
      child?.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    });

    /** A session with a file, in a process of its own. */
    async function startOwner(): Promise<Lease> {
      const input: SessionOwnerInput = {
        home: join(folder, "home"),
        runFolder: folder,
        delivery: "file",
        document: key,
        ttlSeconds: 60,
        command: null,
        watchedPid: process.pid,
        heldAt: null,
      };
      child = spawn(process.execPath, [owner, JSON.stringify(input)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
      const lease = readLease(line.toString("utf8"));
      if (!lease) throw new Error("no lease was printed");
      return lease;
    }

    test("a killed holder's half-written document goes with the whole one", async () => {
      const { path, folder: session } = await startOwner();
      const half = temporaryFor(path);
      writeFileSync(half, key);
      child?.kill("SIGKILL");
      await expect.poll(() => existsSync(half)).toBe(false);
      expect(readFileSync(path, "utf8")).toBe(emptyTalosconfig);
      expect(readdirSync(session).filter(isTemporary)).toEqual([]);
    });

    test("whoever is killed while it does that leaves only what a sweep removes", async () => {
      const { path, folder: session } = await startOwner();
      const made = new Set<string>();
      const looking = watch(session, (_, name) => made.add(name ?? ""));
      try {
        child?.kill("SIGKILL");
        const config = () => readFileSync(path, "utf8");
        await expect.poll(config).toBe(emptyTalosconfig);
        // The watcher of a holder that is stopped does the same.
        rmSync(path);
        writeFileSync(path, key);
        writeFileSync(join(session, endsName), "1\n");
        watchExpiry(session);
        await expect.poll(config).toBe(emptyTalosconfig);
        const names = () => [...made].filter((name) => name.endsWith(".tmp"));
        await expect.poll(() => names().length).toBe(2);
        expect(names().filter((name) => !isTemporary(name))).toEqual([]);
      } finally {
        looking.close();
      }
    });
  },
);

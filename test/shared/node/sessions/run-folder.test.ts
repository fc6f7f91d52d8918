import { randomUUID } from "node:crypto";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentReader } from "../../../../shared/node/agent/agent-socket.ts";
import { stopAgent } from "../../../../shared/node/agent/stop-agent.ts";
import { serveSocket } from "../../../../shared/node/agent/control-socket.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import {
  runFolderPath,
  runFolderPaths,
} from "../../../../shared/node/sessions/run-folder.ts";

const nobody = 65_534;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tv-run-folder-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.getuid?.() !== 0)(
  "a run folder that somebody else made first is not used, and nobody in it is believed",
  async () => {
    const home = join(folder, "vault");
    const taken = join(folder, "talos-vault");
    mkdirSync(taken, { mode: 0o755 });
    const path = join(taken, "agent");
    let asked = 0;
    const server = await serveSocket(path, () => ({ ok: ++asked > 0 }));
    try {
      chownSync(taken, nobody, nobody);
      const env = { XDG_RUNTIME_DIR: folder };
      expect(runFolderPath(env, home)).not.toBe(taken);
      expect(runFolderPaths(env, home)).not.toContain(taken);
      const network = { environment: {}, namespace: null };
      const otherwise = () => Promise.reject(new Error("not asked"));
      const reader = agentReader(path, network, otherwise, () => undefined);
      expect(reader).toBe(null);
      expect(await stopAgent(path, "end")).toBe(false);
      expect(readdirSync(taken)).toEqual(["agent"]);
      expect(asked).toBe(0);
    } finally {
      server.close();
    }
  },
);

test("temporary files that a killed writer of leases left go, and those of a writer at work stay", () => {
  const home = join(folder, "home");
  const sessions = join(home, "sessions");
  mkdirSync(sessions, { recursive: true, mode: 0o700 });
  const lease = `${"a".repeat(32)}.json`;
  const [old, young] = [
    `${lease}.${randomUUID()}.tmp`,
    `${lease}.${randomUUID()}.tmp`,
  ];
  for (const name of [old, young]) writeFileSync(join(sessions, name), "");
  const twoHoursAgo = Date.now() / 1000 - 7200;
  utimesSync(join(sessions, old), twoHoursAgo, twoHoursAgo);
  expect(new LeaseJournal(home).list()).toEqual([]);
  expect(readdirSync(sessions)).toEqual([young]);
});

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labelLine } from "../../../../shared/core/sessions/environment.ts";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { writeSessionShell } from "../../../../shared/node/sessions/shells/session-shell.ts";
import { findProgram } from "../../../../shared/node/system/programs/find-program.ts";
import { Machine } from "../../../cli/harness.ts";
import { withTerminal } from "../../../cli/with-terminal.ts";

/** What a shell would do with a name that it reads again: make a file. */
const hostile = "prod$(touch made)`touch made`%n\\u";

let machine: Machine;

beforeAll(async () => {
  machine = await Machine.start("no-bus");
});

afterAll(() => machine.stop());

/** A session as its holder leaves it on disk. */
function sessionOf(context: string, folderName: string): Lease {
  const folder = join(machine.folder, folderName);
  mkdirSync(folder, { mode: 0o700 });
  const identity = { pid: process.pid, startTime: "1", bootId: "1" };
  const lease: Lease = {
    format: 1,
    id: "0123456789abcdef0123456789abcdef",
    kind: "window",
    context,
    roles: ["os:reader"],
    credential: "derived",
    delivery: "file",
    isFollowing: false,
    startedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    folder,
    path: join(folder, "config"),
    holder: identity,
    watched: identity,
    state: "active",
  };
  writeFileSync(lease.path, "context: x\n");
  writeFileSync(join(folder, "label"), `${labelLine(lease, new Date())}\n`);
  return lease;
}

const shells = (
  await Promise.all(["bash", "zsh", "fish"].map((name) => findProgram(name)))
).filter((path) => path !== null);

describe("a terminal that we open says what its session is", () => {
  test("bash, at least, is here to be asked", () => {
    expect(shells.join()).toContain("bash");
  });

  test.each(shells)(
    "in its title, first line and prompt, and that it is over: %s",
    async (shell) => {
      const lease = sessionOf(hostile, `session-${shell.replaceAll("/", "-")}`);
      const label = labelLine(lease, new Date());
      expect(label).toMatch(/ · os:reader · until \d\d:\d\d$/);
      const command = writeSessionShell(lease, shell).map((word) => `'${word}'`).join(" "); // prettier-ignore
      const ended = join(lease.folder, "label");
      const shown = await withTerminal(
        machine,
        `TERM=xterm ${command}`,
        `
until("[prod$(touch made)")
read(0.5)
type("echo first-line\\r")
until("first-line\\r\\n")
open(${JSON.stringify(ended)}, "w").write("session over\\n")
type("\\r")
until("session is over")
read(0.5)
type("exit\\r")
read(1)
`,
      );
      expect(shown).toContain(`]0;${label}\u0007`);
      expect(shown).toContain(`Talos Vault: ${label}, for 1 h`);
      expect(shown).toContain(`[${label}]`);
      expect(shown.split("the session is over").length).toBe(2);
      expect(shown).toContain("[session over]");
      expect(existsSync(join(machine.folder, "made"))).toBe(false);
    },
  );
});

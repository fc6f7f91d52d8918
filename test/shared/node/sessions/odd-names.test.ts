import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { printable } from "../../../../shared/core/text/printable.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { MachineSessions } from "../../../../shared/node/sessions/machine-sessions.ts";
import {
  sessionCommand,
  writeSessionShell,
} from "../../../../shared/node/sessions/shells/session-shell.ts";
import { systemClock } from "../../../../shared/node/system/system-clock.ts";

// As a vault of an earlier version may still have them.
const names = [
  "a\u001b]0;title\u0007\u001b[2J",
  "a\nexit 7\r\u0003",
  "a\u009b31m\u202eb\u2066",
  "a'$(echo run)`echo run`",
];
const unseen = /(?!\n)[\p{Cc}\p{Cf}]/u;

test.skipIf(process.platform === "win32").each(names)(
  "no control character of a name reaches a terminal from a session: %j",
  async (context) => {
    const home = mkdtempSync(join(tmpdir(), "tv-odd-"));
    const env = { XDG_RUNTIME_DIR: home, SHELL: "/bin/sh" };
    const journal = new LeaseJournal(home);
    const keeper = new MachineSessions(journal, systemClock, env);
    try {
      const now = Date.now();
      const started = await keeper.start(
        {
          id: "0123456789abcdef0123456789abcdef",
          context,
          roles: [],
          credential: "stored",
          delivery: "file",
          isFollowing: false,
          startedAt: new Date(now).toISOString(),
          expiresAt: new Date(now + 60_000).toISOString(),
        },
        new Secret("context: a\ncontexts: {}\n"),
        null,
        null,
      );
      if (!started.ok) throw new Error(started.error.message);
      const lease = started.value;
      const prompt = readFileSync(join(lease.folder, "prompt"), "utf8");
      expect(prompt).toBe(`${printable(context)}\n`);
      expect(sessionCommand(lease, "sh")).not.toMatch(unseen);
      const [program = "", ...args] = writeSessionShell(lease, "/bin/sh");
      expect(readFileSync(args[0] ?? "", "utf8")).not.toMatch(unseen);
      const { stdout, status } = spawnSync(program, args, {
        encoding: "utf8",
        env: { HOME: home, PATH: process.env["PATH"] },
        input: 'printf "%s\\n" "$TALOS_VAULT_CONTEXT"\n',
      });
      const [greeting, variable, ...more] = stdout.split("\n");
      expect(greeting).toContain(`Talos Vault: ${printable(context)} `);
      expect({ variable, more, status }).toEqual({
        variable: printable(context),
        more: [""],
        status: 0,
      });
    } finally {
      keeper.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
);

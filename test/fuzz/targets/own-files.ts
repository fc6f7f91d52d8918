import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { AuditLog } from "../../../shared/node/audit/audit-log.ts";
import { limits } from "../../../shared/core/limits.ts";
import { healthFile } from "../../../shared/node/health/health-file.ts";
import { ledgerFile } from "../../../shared/node/ledger/ledger-file.ts";
import { SessionHistory } from "../../../shared/node/audit/session-history.ts";
import { settingsFile } from "../../../shared/node/vault/settings-file.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const moment = "2026-05-01T10:00:00.000Z";
const past = JSON.stringify({ id: "0123456789abcdef0123456789abcdef", context: "prod", roles: [], credential: "stored", delivery: "fd", startedAt: moment, endedAt: moment }); // prettier-ignore
const seeds = [
  `${past}\n${past}\n`,
  '{"theme":"dark"}',
  '["notice"]',
  '{"plaintext":["/a"],"proven":null}',
  `{"writtenAt":"${moment}","contexts":{"prod":[]}}`,
].map((text) => Buffer.from(text));
const words = ["\n", "{", "}", "[", "]", '"', "null", "1e999", "-1", "\0", "\\ud800", '"__proto__":', "[".repeat(1000), "\n".repeat(1000)]; // prettier-ignore

interface Input {
  readonly bytes: Uint8Array;
  /** So often, up to a little more than the longest of these files may be. */
  readonly times: number;
}

/** Any bytes in place of the files beside a vault: each counts for what can be read of it. */
export const ownFilesTarget: OpenTarget = async () => {
  const home = mkdtempSync(join(tmpdir(), "tv-fuzz-"));
  const at = (name: string) => join(home, name);
  return target({
    name: "own-files",
    inputs: fc.record<Input>({
      bytes: mutated(seeds, words),
      times: fc.oneof(fc.constant(1), fc.nat(20_000)),
    }),
    budgetMs: 20_000,
    close: () => rmSync(home, { recursive: true, force: true }),
    check: async ({ bytes, times }: Input) => {
      const most = Math.ceil((limits.historyFile.most * 2) / bytes.length);
      const all = Buffer.concat(
        Array.from({ length: Math.min(1 + times, most) }, () => bytes),
      );
      for (const name of [
        "settings.json",
        "shown-notices.json",
        "notes.json",
        "health.json",
        "ledger.jsonl",
        "history.jsonl",
        "audit.jsonl",
        "audit.state",
      ])
        // prettier-ignore
        writeFileSync(at(name), all);
      await settingsFile(home).read();
      await settingsFile(home).readShownNotices();
      await vaultNotes(home).read();
      await healthFile(home).read();
      holds((await ledgerFile(home).read()).ok, "a ledger can be read");
      await new SessionHistory(home).read();
      // What stands there is mended, recorded, or refused with a reason.
      const log = new AuditLog(home);
      const told = log.record({ event: "unlock" });
      holds(told.ok || told.error.next !== "", "an event is recorded, or not");
      holds(!told.ok || log.record({ event: "unlock" }).ok, "and the next one");
    },
  });
};

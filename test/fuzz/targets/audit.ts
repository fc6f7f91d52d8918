import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAnchor, readHead } from "../../../shared/core/audit/head.ts";
import { readAuditLine } from "../../../shared/core/audit/line.ts";
import { emptyLog, extendLog } from "../../../shared/core/audit/log-state.ts";
import { csvLine } from "../../../shared/core/audit/csv.ts";
import { isFound } from "../../../shared/core/audit/search.ts";
import { readEvents } from "../../../shared/node/audit/read-events.ts";
import { verifyFolder } from "../../../shared/node/audit/verify-folder.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const events = [
  { event: "log.start", detail: { format: 1 } },
  { event: "session.start", context: "prod", session: "a", roles: ["os:reader"], process: { pid: 7, name: "zsh", path: "/bin/zsh" } },
  { event: "call", context: "prod", session: "a", detail: { method: "/machine.MachineService/Version", nodes: ["10.0.0.1"] } },
  { event: "session.end", context: "prod", session: "a" },
] as const; // prettier-ignore
const words = ["\n", "{", "}", '"seal":null', '"n":2', '"prev":"', "0".repeat(64), "1e999", "\\ud800", '"__proto__":', "[".repeat(1000), "T12:00:00+05"]; // prettier-ignore
const search = { words: ["prod"], since: new Date(0), session: "a", context: null }; // prettier-ignore

/** A log whose bytes somebody changed, whose last line the keychain knows: that is said, and whatever is left can be read. */
export const auditTarget: OpenTarget = async () => {
  const home = mkdtempSync(join(tmpdir(), "tv-fuzz-"));
  const whole = extendLog(emptyLog, events, new Date("2026-11-29T12:00:00Z"));
  const { n, hash } = whole.state;
  const text = Buffer.from(whole.bytes).toString("latin1");
  return target({
    name: "audit",
    inputs: mutated([whole.bytes], words),
    budgetMs: 5000,
    close: () => rmSync(home, { recursive: true, force: true }),
    check: async (bytes: Uint8Array) => {
      writeFileSync(join(home, "audit.jsonl"), bytes);
      const heads = [{ n, hash, from: "keychain" }] as const;
      const verdict = await verifyFolder(home, { heads, vaultId: null });
      const changed = Buffer.from(bytes).toString("latin1");
      const isSame = changed === text || `${changed}\n` === text;
      holds(
        verdict.ok && (verdict.value.broken === null) === isSame,
        "a change is said, and no other",
      );
      const found = await readEvents(home, search);
      holds(found.ok, "what is left can be read");
      for (const one of changed.split("\n")) {
        const line = readAuditLine(Buffer.from(one, "latin1"));
        if (line === null) continue;
        new Date(line.time).toISOString();
        isFound(line, search);
        csvLine(line);
      }
      readAnchor(changed);
      readHead(changed);
    },
  });
};

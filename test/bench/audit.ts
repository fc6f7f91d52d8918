import { spawnSync } from "node:child_process";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { AuditEvent } from "../../shared/core/audit/event.ts";
import {
  beginSeal,
  emptyLog,
  extendLog,
  writeLogState,
} from "../../shared/core/audit/log-state.ts";
import { AuditLog } from "../../shared/node/audit/audit-log.ts";
import { verifyFolder } from "../../shared/node/audit/verify-folder.ts";

const lines = 20_000;
const appends = 1000;
const event: AuditEvent = {
  event: "session.start",
  context: "prod",
  session: "3f9a1c00111142228333444455556666",
  roles: ["os:reader"],
  detail: { credential: "derived", delivery: "fd" },
};

/** Verifying beside sha256sum over the same bytes, and appending beside as many bare fsyncs. */
export async function benchAudit(folder: string): Promise<void> {
  const home = join(folder, "audit");
  mkdirSync(home, { mode: 0o700 });
  const key = new Uint8Array(32).fill(1);
  writeLog(home, key);
  const proof = { recipient: "r", keyOf: async () => key };
  const sum = await took(() => spawnSync("sha256sum", [join(home, "audit.jsonl")])); // prettier-ignore
  const chain = await took(() => verified(home, undefined));
  const seals = await took(() => verified(home, proof));
  console.log(
    `\naudit verify, ${lines.toLocaleString("en")} lines\n  ${speed(chain)} lines a second, with the seals ${speed(seals)}; sha256sum: ${sum.toFixed(0)} ms`,
  );
  const log = new AuditLog(home);
  const bare = await took(() => fsyncs(join(home, "bare")));
  const ours = await took(() => {
    for (let turn = 0; turn < appends; turn++)
      if (!log.record(event).ok) throw new Error("it could not be appended");
  });
  console.log(
    `${appends.toLocaleString("en")} appends\n  ${ours.toFixed(0)} ms, as many fsyncs ${bare.toFixed(0)} ms: ${(ours / bare).toFixed(2)}`,
  );
}

function writeLog(home: string, key: Uint8Array): void {
  const now = new Date();
  const detail = { format: 1, earlier: [] };
  const first = extendLog(emptyLog, [{ event: "log.start", detail }], now);
  const start = { by: "recovery-key", vault: "v", recipient: "r" } as const;
  const begun = beginSeal(first.state, start, () => key, now);
  const each = Array.from({ length: lines - 2 }, () => event);
  const rest = extendLog(begun.state, each, now);
  const all = Buffer.concat([first.bytes, begun.bytes, rest.bytes]);
  writeFileSync(join(home, "audit.jsonl"), all);
  writeFileSync(join(home, "audit.state"), writeLogState(rest.state));
}

async function verified(
  home: string,
  proof: Parameters<typeof verifyFolder>[1]["proof"],
): Promise<void> {
  const verdict = await verifyFolder(home, { heads: [], vaultId: null, proof });
  if (!verdict.ok || verdict.value.broken) throw new Error("it is not whole");
}

function fsyncs(path: string): void {
  const bytes = Buffer.alloc(330, "a");
  const fd = openSync(path, "a");
  for (let turn = 0; turn < appends; turn++) {
    writeSync(fd, bytes);
    fsyncSync(fd);
  }
  closeSync(fd);
}

async function took(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function speed(ms: number): string {
  return Math.round((lines / ms) * 1000).toLocaleString("en");
}

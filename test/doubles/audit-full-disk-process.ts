// Fills a small disk with lines of an audit log, makes room again, and goes on: HOME. Prints what became of it, as JSON.
import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AuditLog } from "../../shared/node/audit/audit-log.ts";
import { verifyFolder } from "../../shared/node/audit/verify-folder.ts";

const [home = ""] = process.argv.slice(2);
const page = 4096;
const filler = join(home, "filler");
const log = new AuditLog(home);
const record = () =>
  log.record({ event: "unlock", reason: "a".repeat((page * 3) / 4) });
const look = async () => {
  const { size } = statSync(join(home, "audit.jsonl"));
  const verified = await verifyFolder(home, { heads: [], vaultId: null });
  return { size, head: log.head(), verified };
};

writeFileSync(filler, new Uint8Array(page));
let told = record();
let before = await look();
while (told.ok) {
  before = await look();
  told = record();
}
const after = await look();
rmSync(filler);
const again = record();
const end = await look();
process.stdout.write(JSON.stringify({ told, before, after, again, end }));

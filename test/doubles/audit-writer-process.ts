// Appends lines to an audit log as fast as it can, to be killed in between: HOME NAME COUNT, and the line after which it says that it writes.
import { writeSync } from "node:fs";
import { AuditLog } from "../../shared/node/audit/audit-log.ts";

const [home = "", name = "", count = "0", saidAt = "0"] = process.argv.slice(2);
const log = new AuditLog(home);
for (let number = 0; number < Number(count); number++) {
  const done = log.record({
    event: "unlock",
    session: name,
    detail: { number },
  });
  if (!done.ok) throw new Error(done.error.message);
  if (number === Number(saidAt)) writeSync(1, "started\n");
}

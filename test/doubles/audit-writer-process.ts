// Appends lines to an audit log as fast as it can, to be killed in between: HOME NAME COUNT, and the line after which it says that it
// writes. With a FOLDER it archives the log there each time instead.
import { writeSync } from "node:fs";
import { archiveLog } from "../../shared/node/audit/archive-log.ts";
import { AuditLog } from "../../shared/node/audit/audit-log.ts";

const [home = "", name = "", count = "0", saidAt = "0", folder = ""] =
  process.argv.slice(2);
const log = new AuditLog(home);
for (let number = 0; number < Number(count); number++) {
  const done =
    folder === ""
      ? log.record({ event: "unlock", session: name, detail: { number } })
      : await archiveLog(home, folder);
  if (!done.ok) throw new Error(done.error.message);
  if (number === Number(saidAt)) writeSync(1, "started\n");
}

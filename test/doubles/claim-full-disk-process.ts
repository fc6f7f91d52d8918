// Claims a name on a small disk without second names that has room for one file and not for two: FOLDER. Prints what became of it.
import fs, { readdirSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

const [folder = ""] = process.argv.slice(2);
// As link(2) answers on FAT, which only root could have here.
fs.linkSync = () => {
  throw Object.assign(new Error("no second names"), { code: "EPERM" });
};
syncBuiltinESMExports();
const { claim } = await import("../../shared/node/files/atomic-file.ts");

let code: unknown = null;
try {
  claim(join(folder, "lock"), "x".repeat(3000));
} catch (error) {
  code = (error as NodeJS.ErrnoException).code;
}
process.stdout.write(JSON.stringify({ code, left: readdirSync(folder) }));

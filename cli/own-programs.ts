import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** Programs of ours that run apart from the command that starts them. */
export type OwnProgram = "agent" | "holder";

const [, started = ""] = process.argv;

/** True in the one executable: there Bun shows a program the files it carries below a root of its own. */
const isStandalone = /^(?:\/\$bunfs\/|B:[\\/]~BUN[\\/])/.test(started);

/** The words that start a program of ours, behind the runtime and its switches. */
export function ownProgram(name: OwnProgram): readonly string[] {
  return isStandalone
    ? [`--as-${name}`]
    : [join(bundleFolder(), `${name}.cjs`)];
}

/** The words that start the command line itself once more, behind the runtime. */
export function ownCommandLine(): readonly string[] {
  return isStandalone ? [] : [started];
}

/** A file or folder of the build besides the command line: `parser`, `renderer` and what is in them. */
export function builtFile(...path: readonly string[]): string {
  return isStandalone
    ? join(dirname(started), ...path)
    : join(bundleFolder(), "..", ...path);
}

function bundleFolder(): string {
  return dirname(realpathSync(started));
}

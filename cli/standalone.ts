// The door of the one executable, which is the command line and the programs that this starts apart.
// Its first moments run code once: nothing of it is compiled before it has run ten times as often as usual
// (build/compile-executable.ts). What lasts longer, or stays, is compiled as usual.
import { bunRuntime } from "../shared/node/system/runtimes/bun-runtime.ts";

const [, , asked = ""] = process.argv;
/** Most commands are over before. */
const shortMs = 200;

if (asked === "--as-agent") {
  await import("./agent/agent.ts");
  bunRuntime.compileAsUsual();
} else if (asked === "--as-holder") {
  await import("./commands/sessions/holder-process.ts");
  bunRuntime.compileAsUsual();
} else {
  setTimeout(() => bunRuntime.compileAsUsual(), shortMs).unref();
  const { runFastestWay } = await import("./run-fastest-way.ts");
  await runFastestWay(bunRuntime, process.argv.slice(2));
}

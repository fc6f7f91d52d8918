#!/usr/bin/env node
// The door. It does one thing before anything else is loaded: point Node at compiled code from the last
// run, which halves the time to start. Everything after that is run.ts.
import * as nodeModule from "node:module";
import { guardProcess } from "../shared/node/system/guard-process.ts";
import { compileCacheFolder } from "./compile-cache.ts";
import { isStandalone } from "./own-programs.ts";

// Node 20 has no compile cache; it starts without. The one executable carries compiled code.
const cache =
  "enableCompileCache" in nodeModule && !isStandalone
    ? compileCacheFolder()
    : null;
if (cache !== null) nodeModule.enableCompileCache(cache);

guardProcess();
void start(process.argv.slice(2));

async function start(args: readonly string[]): Promise<void> {
  if (args[0] === "exec") {
    const { runPlainExec } =
      await import("./commands/sessions/exec-fast-path.ts");
    if (await runPlainExec(args)) return;
  }
  const { run } = await import("./run.ts");
  await run(args);
}

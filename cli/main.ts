#!/usr/bin/env node
// The door. It does one thing before anything else is loaded: point Node at compiled code from the last
// run, which halves the time to start. Everything after that is run-fastest-way.ts.
import * as nodeModule from "node:module";
import { compileCacheFolder } from "./compile-cache.ts";
import { closeLostTerminals } from "../shared/node/system/is-terminal.ts";
import { nodeRuntime } from "../shared/node/system/runtimes/node-runtime.ts";
import { runFastestWay } from "./run-fastest-way.ts";

// Node 20 has no compile cache; it starts without.
const cache = "enableCompileCache" in nodeModule ? compileCacheFolder() : null;
if (cache !== null) nodeModule.enableCompileCache(cache);

process.on("exit", closeLostTerminals);
void runFastestWay(nodeRuntime, process.argv.slice(2));

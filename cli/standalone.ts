// The door of the one executable, which is the command line and the programs that this starts apart.
const [, , asked = ""] = process.argv;

if (asked === "--as-agent") await import("./agent/agent.ts");
else if (asked === "--as-holder")
  await import("./commands/sessions/holder-process.ts");
else {
  const [{ runFastestWay }, { bunRuntime }] = await Promise.all([
    import("./run-fastest-way.ts"),
    import("./runtimes/bun-runtime.ts"),
  ]);
  await runFastestWay(bunRuntime, process.argv.slice(2));
}

// Preloaded into what the bench measures: says at the end the most memory, in KiB, that the process had at once.
process.once("exit", () => {
  const { maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(2, `peak-memory ${maxRSS}\n`);
});

// Preloaded into what the bench measures: says at the end the most memory, in KiB, that the process had at once, and the
// milliseconds that it kept a processor busy, which say more than a clock on a machine that does something else as well.
process.once("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const busy = Math.round((userCPUTime + systemCPUTime) / 1000);
  require("node:fs").writeSync(2, `peak-memory ${maxRSS} busy ${busy}\n`);
});

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { median } from "./race.ts";

const sizes = [10, 10_000] as const;
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);

interface Build {
  readonly name: string;
  readonly root: string;
}

interface Cost {
  readonly milliseconds: number;
  /** Milliseconds of processor. */
  readonly busy: number;
  readonly mebibytes: number;
}

/**
 * What 10,000 contexts cost, and what they cost in an earlier build: BENCH_BASELINE names its folder, built. Both take
 * turns in one run, with vaults of their own.
 */
export function benchLargeVault(
  root: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
): void {
  const baseline = process.env["BENCH_BASELINE"];
  const builds = [
    { name: "this build", root },
    ...(baseline ? [{ name: "baseline", root: baseline }] : []),
  ];
  const home = (build: Build, size: number) =>
    join(folder, `${build.name}-${String(size)}`);
  const files = new Map<number, string>();
  for (const size of sizes) {
    const path = join(folder, `${String(size)}.yaml`);
    writeFileSync(path, makeTalosconfig(size), { mode: 0o600 });
    files.set(size, path);
  }
  const verb = (build: Build, size: number, ...args: string[]) =>
    run([join(build.root, ".vite/cli/talos-vault.cjs"), ...args], {
      ...environment,
      TALOS_VAULT_HOME: home(build, size),
    });
  for (const build of builds)
    for (const size of sizes) {
      rmSync(home(build, size), { recursive: true, force: true });
      verb(build, size, "init");
    }
  console.log(`\nlarge vaults (medians of ${String(rounds)}; import once)`);
  row("import", builds, 1, (build, size) =>
    verb(build, size, "import", files.get(size) ?? ""),
  );
  row("list", builds, rounds, (build, size) => verb(build, size, "list"));
  let turn = 0;
  row("use", builds, rounds, (build, size) =>
    verb(
      build,
      size,
      "use",
      `context-${String(1 + (Math.floor(turn++ / (sizes.length * builds.length)) % 2))}`,
    ),
  );
  row("set --note", builds, rounds, (build, size) =>
    verb(build, size, "set", "context-2", "--note", String(turn++)),
  );
  row("favourite in an unlocked window", builds, 1, (build, size) =>
    favourite(
      build,
      files.get(size) ?? "",
      join(home(build, size), "in-window"),
    ),
  );
}

function row(
  name: string,
  builds: readonly Build[],
  count: number,
  cost: (build: Build, size: number) => Cost,
): void {
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < count; round++)
    for (const build of builds)
      for (const size of sizes) {
        const key = `${build.name} ${String(size)}`;
        costs.set(key, [...(costs.get(key) ?? []), cost(build, size)]);
      }
  const of = (build: Build, size: number): Cost => {
    const all = costs.get(`${build.name} ${String(size)}`) ?? [];
    return {
      milliseconds: median(all.map((one) => one.milliseconds)),
      busy: median(all.map((one) => one.busy)),
      mebibytes: median(all.map((one) => one.mebibytes)),
    };
  };
  const [small, large] = sizes;
  for (const build of builds) {
    const [few, many] = [of(build, small), of(build, large)];
    console.log(
      `  ${`${name}, ${build.name}`.padEnd(44)} ${few.milliseconds.toFixed(0)} -> ${many.milliseconds.toFixed(0)} ms  ${ratio(many.milliseconds, few.milliseconds)}  CPU ${few.busy.toFixed(0)} -> ${many.busy.toFixed(0)} ms  ${ratio(many.busy, few.busy)}  ${many.mebibytes.toFixed(0)} MiB`,
    );
  }
  const [own, before] = builds;
  if (own && before) {
    const [now, then] = [of(own, large), of(before, large)];
    console.log(
      `    of the baseline, 10,000 contexts: ${ratio(now.milliseconds, then.milliseconds)} time, ${ratio(now.busy, then.busy)} CPU, ${ratio(now.mebibytes, then.mebibytes)} memory`,
    );
  }
}

function ratio(one: number, other: number): string {
  return `${(one / other).toFixed(2)}x`;
}

/** Wall time of a process; its processor time and the most memory that it had at once it says itself when it ends. */
function run(args: readonly string[], env: NodeJS.ProcessEnv): Cost {
  const report = join(import.meta.dirname, "peak-memory.cjs");
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", report, ...args],
    {
      env,
      encoding: "utf8",
      // A recovery key that goes to /dev/null does not count.
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 2 ** 28,
    },
  );
  const milliseconds = performance.now() - start;
  const [, kibibytes, busy] = /peak-memory (\d+) busy (\d+)/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr.slice(-500)}`);
  return {
    milliseconds,
    busy: Number(busy),
    mebibytes: Number(kibibytes) / 1024,
  };
}

/** Median of changes in one process that has the vault open, as both windows do. */
function favourite(build: Build, file: string, home: string): Cost {
  const script = join(import.meta.dirname, "favourite-process.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, build.root, file, home],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(stderr.slice(-500));
  const [milliseconds = 0, busy = 0, mebibytes = 0] = stdout
    .trim()
    .split(" ")
    .map(Number);
  return { milliseconds, busy, mebibytes };
}

import { parseArgs } from "node:util";
import { Judge } from "./run-slice.ts";
import type { Finding } from "./slice-process.ts";
import { targets } from "./targets.ts";
import { readVector, writeVector } from "./vector.ts";

const usage = `usage: npm run fuzz -- [--minutes 10 | --seconds 30] [--target NAME]... [--seed N [--path P]] [--to FOLDER]
       npm run fuzz -- --vector FILE
targets: ${Object.keys(targets).join(", ")}`;

const slicesEach = 5;
const mostRuns = 1_000_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    seconds: { type: "string" },
    target: { type: "string", multiple: true },
    seed: { type: "string" },
    path: { type: "string", default: "" },
    to: { type: "string", default: ".cache/fuzz" },
    vector: { type: "string" },
    help: { type: "boolean" },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const judge = new Judge();
let findings = 0;
const unknown = values.target?.find((name) => !Object.hasOwn(targets, name));
if (values.help || unknown !== undefined) say(usage);
else if (values.vector !== undefined) await again(values.vector);
else await fuzz();
await judge.close();
process.exit(findings > 0 || unknown !== undefined ? 1 : 0);

/** One input of a vector. */
async function again(file: string): Promise<void> {
  const { target, input } = readVector(file);
  const { finding } = await judge.run({
    target,
    seed: 0,
    path: "",
    runs: 1,
    seconds: 60,
    input,
  });
  if (finding) findings++;
  say(finding ? finding.what : `${target}: holds`);
}

/** All targets in turn, a few seconds each, until the time is over; one case where a path is given. */
async function fuzz(): Promise<void> {
  const { minutes = "1", seconds = String(Number(minutes) * 60) } = values;
  const { target: names = Object.keys(targets), path } = values;
  const first = Number(values.seed ?? Date.now() % 2 ** 31);
  say(`seed ${String(first)}`);
  const total = new Map(names.map((name) => [name, 0]));
  const end = performance.now() + Number(seconds) * 1000;
  const each = Math.min(slicesEach, Number(seconds) / names.length);
  for (let seed = first; ; seed++) {
    for (const [name, runs] of total)
      total.set(name, runs + (await slice(name, seed, each)));
    if (path !== "" || performance.now() >= end) break;
  }
  for (const [name, runs] of total) say(`${name}: ${String(runs)}`);
  say(`${String(findings)} findings`);
}

async function slice(
  target: string,
  seed: number,
  seconds: number,
): Promise<number> {
  const { path } = values;
  const runs = path === "" ? mostRuns : 1;
  const outcome = await judge.run({ target, seed, path, runs, seconds });
  if (outcome.finding) tell(target, seed, outcome.finding);
  return outcome.runs ?? 0;
}

function tell(target: string, seed: number, finding: Finding): void {
  findings++;
  const file = writeVector(values.to, target, seed, finding);
  say(`FOUND in ${target}: ${file}`);
  say(finding.what.split("\n").slice(0, 4).join("\n  "));
  const place = `--seed ${String(seed)} --path ${finding.path}`;
  say(`again: npm run fuzz -- --target ${target} ${place}`);
}

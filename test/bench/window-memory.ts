import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import type { Display } from "../e2e/display.ts";
import type { ElectronInstall } from "../e2e/electron-install.ts";
import { memoryMib } from "./process-family.ts";
import { median } from "./race.ts";

const contexts = 8;
const rounds = Number(process.env["BENCH_STARTS"] ?? 5);
/** What was only needed to open is collected by then, or stays. */
const settleMs = 12_000;

/**
 * The memory of a window with a few contexts open and of a bare one, in turns, of all processes, shared pages once: without the
 * inspector of Playwright, which would take 6 to 13 MiB in main. An Electron that others run too has less of its own file.
 * @param apps name to folder; the first is what the others are compared to
 */
export async function benchWindowMemory(
  { executable }: ElectronInstall,
  display: Display,
  person: number | null,
  apps: ReadonlyMap<string, string>,
): Promise<void> {
  const machine = await Machine.start("unlocked", person);
  const found = new Map<string, number[]>();
  try {
    await makeVault(machine);
    for (let round = 0; round < rounds; round++)
      for (const [name, app] of apps) {
        const memory = await opened(machine, executable, app, display);
        found.set(name, [...(found.get(name) ?? []), memory]);
      }
  } finally {
    await machine.stop();
  }
  const [first = []] = found.values();
  for (const [name, all] of found) {
    const [own, bare] = [median(all), median(first)];
    console.log(`  memory, ${name}, ${String(contexts)} contexts open: ${own.toFixed(0)} MiB (${(own / bare).toFixed(3)}x)`); // prettier-ignore
  }
}

/** As the person whose window opens it. */
async function makeVault(machine: Machine): Promise<void> {
  for (const [words, input] of [
    [["init"], ""],
    [["import", "-"], makeTalosconfig(contexts)],
  ] as const) {
    const { code, stderr } = await machine.run(words, { input });
    if (code !== 0) throw new Error(stderr);
  }
}

/** In main: presses the button where there is one to open with, and says when rows are there, or nothing is to come. */
const hook = `const { app } = require("electron");
const look = \`new Promise((done) => {
  let isPressed = false;
  const look = () => {
    const buttons = [...document.querySelectorAll("button")];
    const unlock = buttons.find((one) => one.textContent === "Unlock");
    if (unlock && !isPressed) { isPressed = true; unlock.click(); }
    if (document.querySelector("[data-name]") || (buttons.length > 0 && location.protocol === "data:")) done();
    else setTimeout(look, 50);
  };
  look();
})\`;
app.on("web-contents-created", (_, contents) =>
  contents.once("dom-ready", async () => {
    await contents.executeJavaScript(look);
    require("node:fs").writeSync(1, "open\\n");
  }));
`;

async function opened(
  machine: Machine,
  executable: string,
  app: string,
  display: Display,
): Promise<number> {
  const hookFile = machine.file("hook.cjs", hook);
  const asPerson = machine.uid === null ? [] : ["setpriv", `--reuid=${String(machine.uid)}`, `--regid=${String(machine.uid)}`, "--clear-groups"]; // prettier-ignore
  const [command, ...words] = [...asPerson, executable, "-r", hookFile, app]; // prettier-ignore
  const child = spawn(command, words, {
    cwd: machine.folder,
    env: { ...machine.env, DISPLAY: display.name },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  await sleep(settleMs);
  const memory = memoryMib(child.pid ?? 0);
  child.kill("SIGTERM");
  await once(child, "exit");
  return memory;
}

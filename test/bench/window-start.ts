import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { build } from "vite";
import { Machine } from "../cli/harness.ts";
import type { Display } from "../e2e/display.ts";
import type { ElectronInstall } from "../e2e/electron-install.ts";
import { memoryMib, processorMs } from "./process-family.ts";

const root = resolve(import.meta.dirname, "../..");
const rounds = Number(process.env["BENCH_STARTS"] ?? 9);

/** What a window of nobody's app has of what ours has: each of these is the one before and one thing more. */
const steps = [
  "a bare window",
  "its page by a protocol, in a session in memory",
  "drawn by React",
  "a preload, and one call of main before it is drawn",
  "our styles and fonts",
] as const;

const ours = "ours";

interface Cost {
  readonly ms: number;
  readonly processorMs: number;
  readonly memoryMib: number;
}

/** From the start of the process to the frame with the first button, in turns: where a window's time goes, and what is our own. Gives the folders of a bare window and of ours. */
export async function benchWindowStart(
  install: ElectronInstall,
  display: Display,
  person: number | null,
): Promise<ReadonlyMap<string, string>> {
  const apps = new Map<string, string>();
  for (const [count, step] of steps.entries())
    apps.set(step, await appWith(count));
  apps.set(ours, install.appFolder);
  const machine = await Machine.start("unlocked", person);
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round <= rounds; round++)
    for (const [name, app] of apps) {
      const cost = await start(machine, install.executable, app, display);
      // The first round has cold files.
      if (round > 0) costs.set(name, [...(costs.get(name) ?? []), cost]);
    }
  await machine.stop();
  const bare = costs.get(steps[0]) ?? [];
  for (const [name, found] of costs) {
    const of = (key: keyof Cost) => {
      const [a, b] = [median(found, key), median(bare, key)];
      return `${a.toFixed(0)} (${(a / b).toFixed(2)}x)`;
    };
    console.log(`  start, ${name}: ${of("ms")} ms, processor ${of("processorMs")} ms, memory ${of("memoryMib")} MiB`); // prettier-ignore
  }
  return new Map(
    [...apps].filter(([name]) => name === steps[0] || name === ours),
  );
}

function median(costs: readonly Cost[], key: keyof Cost): number {
  const sorted = costs.map((one) => one[key]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Says when the first button is in a frame, whichever app it is. */
const hook = `const { app } = require("electron");
const look = \`new Promise((drawn) => {
  const look = () => requestAnimationFrame(document.querySelector("button") ? () => requestAnimationFrame(drawn) : look);
  look();
})\`;
app.on("web-contents-created", (_, contents) =>
  contents.once("dom-ready", async () => {
    await contents.executeJavaScript(look);
    require("node:fs").writeSync(1, "drawn\\n");
  }));
`;

async function start(
  machine: Machine,
  executable: string,
  app: string,
  display: Display,
): Promise<Cost> {
  const asPerson = machine.uid === null ? [] : ["setpriv", `--reuid=${String(machine.uid)}`, `--regid=${String(machine.uid)}`, "--clear-groups"]; // prettier-ignore
  const hookFile = machine.file("hook.cjs", hook);
  const [command, ...words] = [...asPerson, executable, "-r", hookFile, app]; // prettier-ignore
  const began = performance.now();
  const child = spawn(command, words, {
    cwd: machine.folder,
    env: { ...machine.env, DISPLAY: display.name },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await drawn(child);
  const ms = performance.now() - began;
  const pid = child.pid ?? 0;
  const cost = { ms, processorMs: processorMs(pid), memoryMib: memoryMib(pid) };
  child.kill("SIGTERM");
  await once(child, "exit");
  return cost;
}

async function drawn({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error("no output");
  for await (const chunk of stdout) if (String(chunk).includes("drawn")) return;
  throw new Error("the app ended before it drew a button");
}

/** An app of that many of the steps, readable for everybody. */
async function appWith(count: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tv-window-"));
  chmodSync(folder, 0o755);
  const write = (name: string, text: string) =>
    writeFileSync(join(folder, name), text, { mode: 0o644 });
  write("package.json", '{"name":"steps","main":"main.cjs"}');
  write("preload.cjs", 'const { contextBridge, ipcRenderer } = require("electron"); contextBridge.exposeInMainWorld("call", () => ipcRenderer.invoke("call"));'); // prettier-ignore
  write("main.cjs", mainWith(count));
  mkdirSync(join(folder, "page"));
  if (count < 2)
    write("page/index.html", "<!doctype html><button>Make the vault</button>"); // prettier-ignore
  else await buildPage(folder, count);
  return folder;
}

function mainWith(count: number): string {
  return `const { app, BrowserWindow, ipcMain, protocol, session } = require("electron");
const { readdirSync, readFileSync } = require("node:fs");
const { extname, join } = require("node:path");
const count = ${String(count)};
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
if (count > 0) protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
ipcMain.handle("call", () => ({ vault: "none" }));
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, spellcheck: false, v8CacheOptions: "none" };
  if (count > 0) {
    webPreferences.session = session.fromPartition("steps", { cache: false });
    const files = new Map(readdirSync(join(__dirname, "page")).map((name) => ["/" + name, readFileSync(join(__dirname, "page", name))]));
    webPreferences.session.protocol.registerBufferProtocol("app", ({ url }, answer) => {
      const { pathname } = new URL(url);
      answer({ data: files.get(pathname) ?? Buffer.alloc(0), headers: { "content-type": types[extname(pathname)] } });
    });
  }
  if (count > 2) webPreferences.preload = join(__dirname, "preload.cjs");
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences });
  void window.loadURL(count > 0 ? "app://page/index.html" : "data:text/html,<button>Make the vault</button>");
});
app.on("window-all-closed", () => app.quit());
`;
}

async function buildPage(folder: string, count: number): Promise<void> {
  const source = join(folder, "source");
  mkdirSync(source);
  symlinkSync(join(root, "node_modules"), join(source, "node_modules"));
  const styles = join(root, ".vite/renderer/assets");
  const parts = count > 3 ? readdirSync(styles).filter((name) => /\.(css|woff2)$/.test(name)) : []; // prettier-ignore
  for (const name of parts) cpSync(join(styles, name), join(folder, "page", name)); // prettier-ignore
  const sheet = parts.find((name) => name.endsWith(".css"));
  const script = `import { createElement } from "react";
import { createRoot } from "react-dom/client";
const draw = () => createRoot(document.getElementById("root")).render(createElement("button", null, "Make the vault"));
${count > 2 ? "void window.call().then(draw);" : "draw();"}
`;
  writeFileSync(join(source, "main.js"), script);
  await build({
    root: source,
    configFile: false,
    logLevel: "error",
    build: {
      outDir: join(folder, "page"),
      emptyOutDir: false,
      lib: { entry: "main.js", formats: ["es"], fileName: () => "main.js" },
      minify: true,
    },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const link = sheet ? `<link rel="stylesheet" href="./${sheet}">` : "";
  writeFileSync(join(folder, "page/index.html"), `<!doctype html>${link}<script type="module" src="./main.js"></script><div id="root"></div>`); // prettier-ignore
}

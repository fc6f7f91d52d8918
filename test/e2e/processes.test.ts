import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import {
  foundInMemory,
  keyCanaries,
  textCanary,
  type Canary,
} from "../doubles/canaries.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron, type ElectronInstall } from "./electron-install.ts";
import * as scenarios from "./scenarios.ts";

/** As root Chromium has no sandbox: then the app runs as nobody, and root may look into its memory. */
const person = process.getuid?.() === 0 ? 65_534 : null;

describeE2e("processes of the app", ["electron", "shared"], () => {
  let display: Display;
  let machine: Machine;
  let app: ElectronApp;
  let canaries: readonly Canary[];
  const passphrase = "a passphrase of several words";
  const said: Buffer[] = [];
  const keys = () => join(machine.folder, "tls-keys");
  const inLogs = (name = "") => join(machine.folder, "logs", name);

  /** Whatever makes Electron, Chromium or Node say or write down more (docs/decisions/0043). */
  const loud = ({ isStandIn }: ElectronInstall) => ({
    ELECTRON_ENABLE_LOGGING: "1",
    ELECTRON_LOG_FILE: inLogs("electron"),
    CHROME_LOG_FILE: inLogs("chrome"),
    ELECTRON_ENABLE_STACK_DUMPING: "1",
    // Node 18, which the stand-in has, prints what goes through a stream; none of the Nodes that we are made for does.
    NODE_DEBUG: `net,tls,http2,fs,child_process${isStandIn ? "" : ",stream"}`,
    NODE_V8_COVERAGE: inLogs("coverage"),
    NODE_REDIRECT_WARNINGS: inLogs("warnings"),
    NODE_PENDING_DEPRECATION: "1",
  });

  beforeAll(async () => {
    display = await Display.start();
    machine = await Machine.start("unlocked", person);
    mkdirSync(inLogs(), { mode: 0o777 });
    chmodSync(inLogs(), 0o777);
    const install = installElectron();
    app = await ElectronApp.start(machine, install, display, {
      SSLKEYLOGFILE: keys(),
      ...loud(install),
    });
    const { stdout, stderr } = app.app.process();
    for (const stream of [stdout, stderr])
      stream?.on("data", (chunk: Buffer) => said.push(chunk));
    await app.answerDialogs();
    const recoveryKey = await scenarios.firstRun(app);
    await scenarios.importFile(app, scenarios.fixture);
    await scenarios.copySession(app);
    await setPassphrase();
    canaries = [
      ...keyCanaries(readFileSync(scenarios.fixture, "utf8")),
      textCanary("recovery key", recoveryKey),
      textCanary("passphrase", passphrase),
    ];
    expect(canaries.length).toBeGreaterThan(3);
  });

  /** Set, and used: it goes through main, from a program of the system's. */
  async function setPassphrase(): Promise<void> {
    const { page } = app;
    await page.getByRole("link", { name: "Settings" }).click();
    await app.answering(
      passphrase,
      () => page.getByRole("button", { name: "Set…" }).click(),
      passphrase,
    );
    await page.getByText("The passphrase is set.").waitFor();
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await app.answering(passphrase, () =>
      page.getByRole("button", { name: "Use the passphrase…" }).click(),
    );
    await page.getByRole("navigation").waitFor();
  }

  afterAll(async () => {
    await app.stop();
    await machine.stop();
    display.stop();
  });

  function textOf(pid: number, file: "cmdline" | "environ" | "stat"): string {
    try {
      return readFileSync(`/proc/${String(pid)}/${file}`, "utf8");
    } catch {
      return "";
    }
  }

  /** Main and all that came of it: its zygotes, its helpers and its page. Chromium writes over what /proc says of their environment. */
  function group(): readonly number[] {
    const all = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    const parentOf = new Map(all.map((pid) => [pid, parent(pid)]));
    const isOfApp = (pid: number): boolean =>
      pid === app.pid || (pid > 1 && isOfApp(parentOf.get(pid) ?? 0));
    return all.filter(isOfApp);
  }

  function parent(pid: number): number {
    const stat = textOf(pid, "stat");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
  }

  const rendererOf = () =>
    app.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    );

  test("none has a secret in its arguments or environment", () => {
    const processes = group();
    expect(processes.length).toBeGreaterThan(3);
    const forms = canaries.flatMap((canary) => canary.forms);
    for (const pid of processes)
      for (const file of ["cmdline", "environ"] as const) {
        const bytes = Buffer.from(textOf(pid, file));
        expect(forms.some((form) => bytes.includes(form))).toBe(false);
      }
  });

  test.runIf(person !== null)(
    "the page's has no key and no recovery key in its memory, which main has",
    async () => {
      expect(foundInMemory(app.pid, canaries)).not.toEqual([]);
      const renderer = await rendererOf();
      expect(group()).toContain(renderer);
      expect(foundInMemory(renderer, canaries)).toEqual([]);
    },
  );

  test("neither main nor what it started has a file of the vault or of a session open", () => {
    const openIn = (pid: number) =>
      readdirSync(`/proc/${String(pid)}/fd`).flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/${String(pid)}/fd/${fd}`)];
        } catch {
          return [];
        }
      });
    const ofVault = (target: string) =>
      (target.startsWith(machine.home) ||
        target.startsWith(machine.runFolder)) &&
      // What Chromium keeps of the page: nothing but how it looks.
      !target.includes("/window/");
    // A key of a session, and what is read while it is, would show here; a watched folder is no descriptor.
    for (const pid of group()) expect(openIn(pid).filter(ofVault)).toEqual([]);
  });

  test("main leaves no memory in a core dump", () => {
    const filter = `/proc/${String(app.pid)}/coredump_filter`;
    expect(readFileSync(filter, "utf8").trim()).toBe("00000000");
  });

  test("no file of TLS keys is written", () => {
    expect(existsSync(keys())).toBe(false);
  });

  test("what it says and writes down, as loud as it can be made, has no secret", async () => {
    await app.stop();
    const forms = canaries.flatMap((canary) => canary.forms);
    const hasSecret = (bytes: Buffer) =>
      forms.some((form) => bytes.includes(form));
    const output = Buffer.concat(said);
    expect(output.toString("latin1")).toContain("NET ");
    expect(hasSecret(output)).toBe(false);
    const written = readdirSync(inLogs(), {
      recursive: true,
      withFileTypes: true,
    }).filter((one) => one.isFile());
    expect(written.length).toBeGreaterThan(0);
    for (const { parentPath, name } of written)
      expect(hasSecret(readFileSync(join(parentPath, name))), name).toBe(false);
  });
});

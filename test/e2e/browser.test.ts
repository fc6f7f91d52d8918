import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { sharedPath } from "../shared-material.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { dropFile } from "./drop-file.ts";
import * as scenarios from "./scenarios.ts";
import { withStandInTerminal } from "./stand-in-terminal.ts";

describeE2e("the window in a browser", ["chromium", "shared"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  scenarios.testEveryWindow(() => ({ app, machine }));

  const drop = (text: string) => dropFile(app.page.locator("body"), text);

  test("takes a file that is dropped on any page, without the page reading it", async () => {
    const { page } = app;
    await page.getByRole("link", { name: /^Activity/ }).click();
    expect(await drop(makeTalosconfig(2))).toBe(true);
    await page.getByRole("button", { name: "Import 2" }).click();
    await page.getByText("2 contexts imported").waitFor();
    await page.getByRole("button", { name: "Undo the import" }).click();
    await page.getByText("Undone").first().waitFor();
  });

  test("keeps the browser from opening a file that is dropped on a locked vault", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
    expect(await drop(makeTalosconfig(1))).toBe(true);
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByRole("link", { name: /^Contexts/ }).waitFor();
  });

  test("says so when there is no terminal, and keeps no session that nobody could use", async () => {
    const { page } = app;
    await page.getByRole("link", { name: /^Sessions/ }).click();
    await page.getByRole("button", { name: "Start a session…" }).click();
    await page.getByRole("button", { name: "Open a terminal" }).click();
    await page.getByText("No terminal could be opened.").waitFor();
    await page.getByText("No session is running").waitFor();
    await expect.poll(() => scenarios.sessionFolders(machine)).toEqual([]);
    await page
      .getByRole("button", { name: "Close this message" })
      .first()
      .click();
  });

  test("had nothing refused by its policy and no error in its console", () => {
    expect(app.troubles.all).toEqual([]);
  });

  test("loses its key at a kill -9, and the next start cleans up", () =>
    scenarios.killed(app, machine));
});

describeE2e("who may talk to the browser host", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    await scenarios.firstRun(app);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  interface Sent {
    readonly path?: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }

  function send({
    path = "/call/vault.state",
    method = "POST",
    headers = {},
    body = "{}",
  }: Sent) {
    const { hostname, port } = new URL(app.address);
    return new Promise<{
      status: number;
      text: string;
      headers: NodeJS.Dict<string | string[]>;
    }>((resolve, reject) => {
      const sent = request(
        { hostname, port, path, method, headers },
        (response) => {
          let text = "";
          response.on(
            "data",
            (chunk: Buffer) => (text += chunk.toString("utf8")),
          );
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              text,
              headers: response.headers,
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(method === "GET" ? undefined : body);
    });
  }

  const json = { "content-type": "application/json" };
  const origin = () => new URL(app.address).origin;

  async function credentials() {
    const cookies = await app.page.context().cookies();
    const { name = "", value = "" } = cookies[0] ?? {};
    const page = await app.page.evaluate(() =>
      (
        globalThis as unknown as {
          sessionStorage: { getItem(key: string): string };
        }
      ).sessionStorage.getItem("talos-vault-page"),
    );
    return { cookie: `${name}=${value}`, "x-talos-vault-page": page };
  }

  test("its own page may", async () => {
    const own = { ...json, origin: origin(), ...(await credentials()) };
    const answer = await send({ headers: own });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"vault":"unlocked"');
  });

  test("the cookie is out of reach of scripts and of other sites", async () => {
    const [cookie] = await app.page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  });

  test("without the cookie, without the page's key, or with a wrong one nobody may", async () => {
    const { cookie, ...page } = await credentials();
    const base = { ...json, origin: origin() };
    for (const headers of [
      base,
      { ...base, cookie },
      { ...base, ...page },
      { ...base, cookie, "x-talos-vault-page": "a".repeat(43) },
      { ...base, cookie: "talos-vault=a", ...page },
    ])
      expect((await send({ headers })).status).toBe(401);
  });

  test("a name that was rebound to this address may not", async () => {
    const own = { ...json, ...(await credentials()) };
    const port = new URL(app.address).port;
    for (const host of [
      `evil.example:${port}`,
      `localhost:${port}`,
      `127.0.0.1`,
      `127.0.0.1:1`,
    ]) {
      const headers = { ...own, host, origin: `http://${host}` };
      expect((await send({ headers })).status).toBe(403);
      expect(
        (await send({ path: "/", method: "GET", headers: { host } })).status,
      ).toBe(403);
    }
  });

  test("another site may not, whatever it sends along", async () => {
    const own = { ...json, ...(await credentials()) };
    for (const headers of [
      { ...own, origin: "https://evil.example" },
      { ...own, origin: "null" },
      { ...own, origin: "http://127.0.0.1:1" },
      { ...own, origin: origin(), "sec-fetch-site": "cross-site" },
      { ...own, origin: origin(), "sec-fetch-site": "same-site" },
      own,
    ])
      expect((await send({ headers })).status).toBe(403);
  });

  test("a form cannot call, and neither can a plain visit", async () => {
    const own = { origin: origin(), ...(await credentials()) };
    const form = {
      ...own,
      "content-type": "application/x-www-form-urlencoded",
    };
    expect((await send({ headers: form, body: "a=b" })).status).toBe(400);
    expect((await send({ headers: own, method: "GET" })).status).toBe(404);
  });

  test("the one-time token is worth nothing twice, and a wrong one never", async () => {
    const token = new URLSearchParams(new URL(app.address).hash.slice(1)).get(
      "token",
    );
    const headers = { ...json, origin: origin() };
    for (const value of [token, "x", null, 1])
      expect(
        (
          await send({
            path: "/session",
            headers,
            body: JSON.stringify({ token: value }),
          })
        ).status,
      ).toBe(401);
  });

  test("no path leads anywhere but to the built page", async () => {
    for (const path of [
      "/../package.json",
      "/..%2fpackage.json",
      "/%2e%2e/package.json",
      "//etc/passwd",
      "/assets/..%5c..%5cx",
      "/index.html%00",
      "/assets/",
    ]) {
      const { status } = await send({ path, method: "GET" });
      expect([401, 404]).toContain(status);
    }
  });

  test("every answer carries the policy", async () => {
    const { headers } = await send({ path: "/", method: "GET" });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toContain(
      "require-trusted-types-for 'script'",
    );
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  });

  test("a page that comes too late is told so", async () => {
    const late = await app.page.context().browser()?.newPage();
    await late?.goto(app.address);
    await late
      ?.getByRole("heading", { name: "This address has been used" })
      .waitFor();
    await late?.close();
  });
});

describeE2e("hard places", ["chromium", "shared"], () => {
  test("a locked keyring is said in plain words, and opens in the same window once it was restarted and unlocked", async () => {
    const machine = await Machine.start();
    await using(machine, async (app) => {
      await scenarios.firstRun(app);
    });
    await machine.keyring.restart("locked");
    await using(machine, async ({ page }) => {
      await page.getByText("The keychain is locked.").first().waitFor();
      await page.getByRole("button", { name: "Try again" }).click();
      await page
        .getByRole("alert")
        .getByText("The keychain is locked.")
        .waitFor();
      await machine.keyring.restart("unlocked");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("navigation").waitFor();
    });
    await using(machine, async ({ page }) => {
      await page.getByRole("button", { name: "Unlock" }).click();
      await page.getByRole("navigation").waitFor();
    });
    await machine.stop();
  });

  test("a terminal is opened whose shell has the session, and the session ends with it", async () => {
    const machine = await Machine.start();
    const env = withStandInTerminal(
      machine,
      `'${sharedPath("tools/talosctl")}' config contexts\nsleep 2`,
    );
    await using(
      machine,
      async (app) => {
        const { page } = app;
        await scenarios.firstRun(app);
        await scenarios.importFile(app, scenarios.fixture);
        await page.getByRole("link", { name: /^Sessions/ }).click();
        await page.getByRole("button", { name: "Start a session…" }).click();
        await page.getByLabel("Context", { exact: true }).selectOption("lab");
        await page.getByLabel("Role", { exact: true }).selectOption("stored");
        await page.getByRole("button", { name: "Open a terminal" }).click();
        await page.getByText(/^A terminal has lab for /).waitFor();
        await page
          .getByRole("button", { name: "End the session with lab" })
          .waitFor();
        await page.getByText("No session is running").waitFor();
        expect(readFileSync(join(machine.folder, "log"), "utf8")).toMatch(
          /\* +lab/,
        );
        expect(scenarios.sessionFolders(machine)).toEqual([]);
      },
      env,
    );
    await machine.stop();
  });

  test("a full disk changes nothing and says what to do", async () => {
    const machine = await Machine.start();
    const small = join(machine.folder, "small");
    const mounted = await machine.command([
      "sh",
      "-c",
      `mkdir '${small}' && mount -t tmpfs -o size=256k,mode=700 none '${small}'`,
    ]);
    if (mounted.code !== 0) {
      if (process.env["CI"] === "true")
        throw new Error("CI cannot mount a small disk");
      return;
    }
    const env = { TALOS_VAULT_HOME: small };
    await using(
      machine,
      async (app) => {
        await scenarios.firstRun(app);
        await machine.command([
          "sh",
          "-c",
          `dd if=/dev/zero of='${small}/filler' bs=1k count=1000 2>/dev/null`,
        ]);
        await app.openFile(machine.file("talosconfig", makeTalosconfig(20)));
        await app.page.getByRole("button", { name: "Import 20" }).click();
        await app.page
          .getByText(/no (room|space)|disk is full/i)
          .first()
          .waitFor();
        const { stdout } = await machine.run(["list", "--json"], { env });
        expect(JSON.parse(stdout)).toMatchObject({ contexts: [] });
      },
      env,
    );
    await machine.command(["umount", "-l", small]);
    await machine.stop();
  });
});

/** The app for as long as the work takes, and not longer when it fails. */
async function using(
  machine: Machine,
  work: (app: BrowserApp) => Promise<void>,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const app = await BrowserApp.start(machine, undefined, env);
  try {
    await work(app);
  } finally {
    await app.stop();
  }
}

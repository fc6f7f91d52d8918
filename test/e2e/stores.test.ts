import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "../../shared/core/secret.ts";
import { sealSops } from "../../shared/core/stores/sops/seal-sops.ts";
import { recipientOf } from "../../shared/core/vault/sealed/age/age.ts";
import { online, type Machine } from "../cli/harness.ts";
import { listenOnLoopback } from "../doubles/loopback.ts";
import {
  describeWithOpenBao,
  startOpenBao,
  type OpenBao,
} from "../doubles/openbao.ts";
import { describeWithMoto, startMoto, type Moto } from "../doubles/moto.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { makeCertificate, tlsFront } from "../doubles/tls-front.ts";
import { closeMessages } from "./close-messages.ts";
import { dropDiskFile } from "./drop-file.ts";
import { ElectronApp } from "./electron-app.ts";
import { describeInBothHosts } from "./in-both-hosts.ts";
import { lookAt } from "./look-at.ts";
import { openContext } from "./scenarios.ts";

const identity = readFileSync(
  join(import.meta.dirname, "../vectors/sops/identity.txt"),
  "utf8",
);
const lab = makeTalosconfig(1).replaceAll("context-1", "lab");
const moved = lab.replace("10.0.1.2", "10.0.1.9");
/** Of the server that a place was on, and of the one that it is on by now. */
const certificates = [
  makeCertificate("127.0.0.1"),
  makeCertificate("127.0.0.2"),
] as const;
const cas = certificates.map(({ cert }) => cert).join("");

async function sealed(machine: Machine, talosconfig: string): Promise<string> {
  const recipient = await recipientOf(new Secret(identity.trim()));
  const bytes = new TextEncoder().encode(talosconfig);
  const { text } = await sealSops(bytes, [recipient], new Date());
  const path = machine.file("lab.sops.yaml", "");
  writeFileSync(path, text);
  return path;
}

const withServers = (title: string, body: () => void) => {
  describeWithOpenBao(title, () => describeWithMoto(title, body));
};

withServers("secret stores", () => {
  let bao: OpenBao;
  let moto: Moto;
  beforeAll(async () => {
    [bao, moto] = await Promise.all([startOpenBao(), startMoto()]);
  });
  afterAll(async () => {
    await bao.stop();
    await moto.stop();
  });

  describeInBothHosts(
    "secret stores",
    (open) => {
      const button = (name: string) =>
        open().app.page.getByRole("button", { name, exact: true });
      const address = () =>
        open().app.page.getByLabel("Address in the store", { exact: true });
      const server = () =>
        open().app.page.getByLabel("Server of Vault or OpenBao", {
          exact: true,
        });
      /** The desktop app has no VAULT_ADDR: there a person says on which server it is. */
      const sayServer = async (url = bao.env.BAO_ADDR) => {
        if (open().app.host === "electron") await server().fill(url);
        else expect(await server().count()).toBe(0);
      };
      const ask = async (typed: string) => {
        await open().app.page.getByRole("link", { name: "Import" }).click();
        await address().fill(typed);
        if (typed.startsWith("vault:")) await sayServer();
        await button("Ask the store").click();
      };

      test("an address is read while it is typed, and no store is asked for it", async () => {
        const { page } = open().app;
        await closeMessages(page);
        await page.getByRole("link", { name: "Import" }).click();
        expect(await button("Ask the store").isEnabled()).toBe(false);
        if (open().app.host === "browser") await lookAt(page, "import-store");
        await address().fill("vaul");
        await page.getByText("It begins with vault:").waitFor();
        await address().fill("vault:secret");
        await page.getByText("It wants a mount and a path").waitFor();
        await address().fill("");
        await button("Begin with vault:secret/talos/prod").click();
        await page
          .getByText("The field talosconfig of secret/talos/prod")
          .waitFor();
        await sayServer();
        await button("Ask the store").click();
        await page.getByText("Nothing is at vault:secret/talos/prod").waitFor();
      });

      test("a context of AWS is imported, compared with, taken again and put back", async () => {
        const { app, machine } = open();
        const { page } = app;
        const SecretId = `talos/${app.host}`;
        const place = `aws-sm:${SecretId}`;
        const text = lab.replaceAll("lab:", "cloud:").replace("context: lab", "context: cloud"); // prettier-ignore
        await ask(place);
        await page.getByText(`Nothing is at ${place}`).waitFor();
        moto.call("create_secret", { Name: SecretId, SecretString: text });
        await button("Ask the store").click();
        await page.getByText("os:reader · 10.0.1.2").waitFor();
        await button("Import 1").click();
        await page.getByText("1 context imported").waitFor();
        const SecretString = text.replace("10.0.1.2", "10.0.1.9");
        moto.call("put_secret_value", { SecretId, SecretString });
        const panel = await openContext(app, "cloud");
        await button("Compare…").click();
        await page.getByRole("cell", { name: "10.0.1.9" }).waitFor();
        await button("Close").click();
        await button("Pull…").click();
        await button("Take it").click();
        await panel.getByText("10.0.1.9").first().waitFor();
        await machine.run(["set", "cloud", "--nodes", "192.0.2.1"]);
        await button("Push…").click();
        await button("Put it there").click();
        await page.getByText(`${place} has it now`).waitFor();
        const { SecretString: there } = moto.call("get_secret_value", { SecretId, VersionStage: "AWSCURRENT" }); // prettier-ignore
        expect(there).toContain("192.0.2.1");
        await closeMessages(page);
      });

      test("a file of SOPS that is dropped is opened by the key at hand", async () => {
        const { app, machine } = open();
        const { page } = app;
        if (app instanceof ElectronApp && !(await app.givesPaths())) return;
        const path = await sealed(machine, lab);
        const file = readFileSync(path, "utf8");
        expect(file).not.toContain("10.0.1.2");
        await dropDiskFile(page, path);
        await page.getByText("os:reader · 10.0.1.2").waitFor();
        await page.getByText("SOPS file").first().waitFor();
        await button("Leave this file out").or(button("Back")).click();
        const altered = file.replace(/data:(.)/, (_, first) => `data:${first === "A" ? "B" : "A"}`); // prettier-ignore
        writeFileSync(path, altered);
        await dropDiskFile(page, path);
        await page
          .getByText(/MAC|was changed/)
          .first()
          .waitFor();
        await closeMessages(page);
      });

      test("a file of SOPS is imported, compared with, and taken again", async () => {
        const { app, machine } = open();
        const { page } = app;
        const path = await sealed(machine, lab);
        await ask(`sops:${path}`);
        await page.getByText("os:reader · 10.0.1.2").waitFor();
        await page.getByRole("button", { name: "Import 1" }).click();
        await page.getByText("1 context imported").waitFor();
        const panel = await openContext(app, "lab");
        const origin = panel.getByRole("region", { name: "Origin" });
        await origin.getByText(`sops:${path}`).waitFor();
        await sealed(machine, moved);
        await button("Compare…").click();
        await page.getByText("It was changed there since").waitFor();
        await page.getByRole("cell", { name: "10.0.1.9" }).waitFor();
        await button("Close").click();
        await button("Pull…").click();
        await button("Take it").click();
        await page.getByText(`It is as in sops:${path} now.`).waitFor();
        await panel.getByText("10.0.1.9").first().waitFor();
        await closeMessages(page);
      });

      test("what was changed here and there asks which counts: mine is kept, then theirs is taken", async () => {
        const { app, machine } = open();
        const { page } = app;
        await machine.run(["set", "lab", "--nodes", "192.0.2.1"]);
        const path = await sealed(machine, lab.replace("10.0.1.2", "10.0.1.7"));
        const panel = await openContext(app, "lab");
        await button("Pull…").click();
        await page.getByText("It was changed here and there since.").waitFor();
        await button("Keep mine").click();
        await page.getByText("What is here stays").waitFor();
        await panel.getByText("10.0.1.9").first().waitFor();
        await sealed(machine, lab.replace("10.0.1.2", "10.0.1.8"));
        await button("Pull…").click();
        await button("Take theirs").click();
        await page.getByText(`It is as in sops:${path} now.`).waitFor();
        await panel.getByText("10.0.1.8").first().waitFor();
        await closeMessages(page);
      });

      test("a context goes to a store with a word about what it carries, and replaces nothing of others", async () => {
        const { app } = open();
        const { page } = app;
        const place = `secret/talos/${app.host}`;
        const there = () => bao.bao(["kv", "get", "-field=talosconfig", place]);
        await openContext(app, "homelab");
        await button("Push to a store…").click();
        await address().fill(`vault:${place}`);
        await sayServer();
        await button("Look what is there").click();
        await page.getByText("may do everything with the cluster of").waitFor();
        if (app.host === "browser") await lookAt(page, "push-store");
        await button("Push anyway").click();
        await page.getByText("has it now, as version 1.").waitFor();
        expect(there()).toContain("homelab:");
        await closeMessages(page);
        bao.bao(["kv", "put", place, "talosconfig=-"], lab);
        await button("Push…").click();
        await page.getByText("nothing was written").waitFor();
        await button("Cancel").click();
        expect(there()).toBe(lab);
        await button("Compare…").click();
        await page.getByText(`It is no longer at vault:${place}`).waitFor();
        await button("Close").click();
        await page.getByRole("link", { name: "Import" }).click();
        await button(`vault:${place}`).waitFor();
      });

      test("production leaves where it is meant, by reason and name", async () => {
        const { app, machine } = open();
        const { page } = app;
        // In a browser a person is asked on a terminal, which this one has not.
        if (app.host === "browser") return;
        await machine.run(["set", "prod-eu", "--production"]);
        const place = "secret/talos/production";
        await openContext(app, "prod-eu");
        await button("Push to a store…").click();
        await address().fill(`vault:${place}`);
        await button(bao.env.BAO_ADDR).click();
        await button("Look what is there").click();
        const meant = button("Push anyway");
        await page.getByText("may do everything with the cluster of").waitFor();
        expect(await meant.isEnabled()).toBe(false);
        await page.getByLabel("Reason").fill("the team's own store");
        await page.getByLabel("Type prod-eu to confirm").fill("prod-eu");
        await meant.click();
        await page.getByText("has it now, as version 1.").waitFor();
        expect(bao.bao(["kv", "get", "-field=talosconfig", place])).toContain(
          "prod-eu:",
        );
        const ledger = await machine.run(["ledger", "--json"]);
        expect(ledger.stdout).toContain("the team's own store");
        await closeMessages(page);
      });

      test("a server with another certificate is sent nothing, and where the place is now is asked outside of the page", async () => {
        const { app, machine } = open();
        const { page } = app;
        if (!(app instanceof ElectronApp)) return;
        const place = "vault:secret/talos/moving";
        bao.bao(["kv", "put", "secret/talos/moving", "talosconfig=-"], lab.replaceAll("lab", "moving")); // prettier-ignore
        const [old, renamed] = certificates;
        const before = await tlsFront(bao.env.BAO_ADDR, "127.0.0.1", old);
        const now = await tlsFront(bao.env.BAO_ADDR, "127.0.0.2", renamed);
        const imported = await machine.run(["import", place], {
          env: {
            ...online,
            ...bao.env,
            BAO_ADDR: before.url,
            BAO_CACERT: machine.file("cas.pem", cas),
          },
        });
        expect(imported.code).toBe(0);
        const panel = await openContext(app, "moving");
        await panel.getByText(before.url).waitFor();
        before.server.setSecureContext(renamed);
        await button("Compare…").click();
        await page.getByText("was sent nothing").waitFor();
        await server().fill(now.url);
        await button("Ask that server").click();
        await page.getByText("Both are the same.").waitFor();
        expect(await app.shownDialogs()).toContain(`Has ${place} moved to ${now.url}?`); // prettier-ignore
        await button("Close").click();
        await panel.getByText(now.url).waitFor();
        await Promise.all([before.stop(), now.stop()]);
      });

      test("a store that does not answer is left by Cancel", async () => {
        const { app } = open();
        const { page } = app;
        if (app.host === "browser") return;
        let asked = () => undefined as void;
        const begun = new Promise<void>((resolve) => (asked = resolve));
        const silent = await listenOnLoopback(createServer(() => asked()));
        await page.getByRole("link", { name: "Import" }).click();
        await address().fill("vault:secret/talos/lab");
        await sayServer(`http://${silent.endpoint}`);
        await button("Ask the store").click();
        await begun;
        await button("Cancel").click();
        await expect.poll(() => button("Cancel").count()).toBe(0);
        expect(await button("Ask the store").isEnabled()).toBe(true);
        await silent.stop();
      });
    },
    {
      envOf: (machine, host) => ({
        ...online,
        ...(host === "browser" ? bao.env : { BAO_TOKEN: bao.env.BAO_TOKEN }),
        SOPS_AGE_KEY_FILE: machine.file("keys.txt", identity),
        BAO_CACERT: machine.file("cas.pem", cas),
        ...moto.env,
        AWS_ACCESS_KEY_ID: "x",
        AWS_SECRET_ACCESS_KEY: "y",
        AWS_MAX_ATTEMPTS: "1",
      }),
    },
  );
});

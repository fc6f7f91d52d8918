import { armor } from "age-encryption";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitTalosconfig } from "../../shared/core/talosconfig/yaml/emit.ts";
import type { Handover } from "../../shared/core/usecases/handover/list-handovers.ts";
import { Machine } from "../cli/harness.ts";
import { contextOf, TestAuthority } from "../doubles/certificates.ts";
import { goToActivity } from "./activity-view.ts";
import { BrowserApp } from "./browser-app.ts";
import { closeMessages } from "./close-messages.ts";
import { describeE2e } from "./describe-e2e.ts";
import { dropFile } from "./drop-file.ts";
import { lookAt } from "./look-at.ts";
import * as scenarios from "./scenarios.ts";

// One vault asks and gives, so that both sides are pressed in one window.
describeE2e("a hand-over in the window", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    const authority = new TestAuthority();
    const { crt, key } = authority.pair;
    const prod = contextOf(crt, authority.client());
    authority.dispose();
    const contexts = new Map([["prod", prod]]);
    const talosconfig = emitTalosconfig({ context: "prod", contexts });
    await scenarios.firstRun(app);
    await scenarios.importFile(app, machine.file("talosconfig", talosconfig));
    const secrets = machine.file("ca.pem", crt + key);
    await machine.run(["authority", "import", secrets]);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const button = (name: string) =>
    app.page.getByRole("button", { name, exact: true });
  const field = (name: string) => app.page.getByLabel(name, { exact: true });
  const shown = (label: string): Promise<string> => field(label).inputValue();
  const words = async (of: string): Promise<string> =>
    (await app.page.getByText(`Words of the ${of}:`).textContent()) ?? "";

  test("is asked for, given, accepted and acknowledged, with the same words on both sides", async () => {
    const { page } = app;
    await page.getByRole("link", { name: "Import" }).click();
    await button("Request access…").click();
    await field("Your name").fill("Ada");
    await button("Make the request").click();
    const request = await shown("Request");
    expect(request).toContain("BEGIN TALOS VAULT ACCESS REQUEST");
    await button("Copy it").click();
    await page.getByText("Copied.").waitFor();
    expect(await app.copied()).toBe(request);
    const saved = join(machine.folder, "ada.request");
    await field("File to write").fill(saved);
    await button("Save it").click();
    await page.getByText(`Saved in ${saved}.`).waitFor();
    expect(readFileSync(saved, "utf8")).toBe(request);
    for (const told of ["Copied.", `Saved in ${saved}.`]) {
      await button("Close this message").first().click();
      await page.getByText(told).waitFor({ state: "hidden" });
    }
    const ofKey = await words("key");
    expect(ofKey.split(": ")[1]?.split(" ")).toHaveLength(8);
    await button("Close").click();

    await page.getByRole("link", { name: "Contexts" }).click();
    await button("More about prod").click();
    await page.getByRole("menuitem", { name: "Give to a colleague…" }).click();
    expect(await button("Give it").isEnabled()).toBe(false);
    await field("Their request or public key").fill(
      request.replace("BEGIN", "BEGUN"),
    );
    expect(
      await dropFile(field("Their request or public key"), "no request"),
    ).toBe(true);
    await page.getByText("There is no request, answer or receipt in it.").waitFor(); // prettier-ignore
    await field("Or the file with it").fill(saved);
    await button("Read the file").click();
    await page.getByText("Asked for by Ada.").waitFor();
    expect(await words("key")).toBe(ofKey);
    await button("Backup job").click();
    expect(await field("Roles").inputValue()).toBe("os:etcd:backup");
    await button("Reader for a colleague").click();
    await field("For").fill("Ada of infra");
    await field("Reason").fill("on call");
    await lookAt(page, "give-access");
    await button("Give it").click();
    const answer = await shown("Answer");
    const ofCluster = await words("cluster");
    await button("Close").click();

    await page.getByRole("link", { name: "Import" }).click();
    await button("Accept an answer…").click();
    await field("The answer").fill(request);
    await page.getByRole("dialog").getByRole("button", { name: "Review" }).click(); // prettier-ignore
    await page.getByText("That is a request, and no answer.").waitFor();
    await dropFile(field("The answer"), `Hi,\n\n${answer}`);
    await expect.poll(() => shown("The answer")).toBe(answer);
    await page.getByRole("dialog").getByRole("button", { name: "Review" }).click(); // prettier-ignore
    await page.getByText("For Ada of infra: on call").waitFor();
    expect(await words("cluster")).toBe(ofCluster);
    await lookAt(page, "accept-access");
    await field("Name").fill("given");
    await button("Take it into the vault").click();
    const receipt = await shown("Receipt");
    await button("Show the context").click();
    await page.getByRole("heading", { name: "given" }).waitFor();

    // As when the window was killed before the receipt was copied.
    await page.getByRole("link", { name: "Import" }).click();
    await button("Accept an answer…").click();
    await field("The answer").fill(answer);
    await page.getByRole("dialog").getByRole("button", { name: "Review" }).click(); // prettier-ignore
    await page.getByRole("dialog", { name: "Accepted before, as given" }).waitFor(); // prettier-ignore
    const again = await shown("Receipt");
    await button("Show the context").click();

    await page.getByRole("link", { name: "Import" }).click();
    await button("Note a receipt…").click();
    expect(receipt).toMatch(/^-----BEGIN TALOS VAULT ACCESS RECEIPT/);
    await field("The receipt").fill(again);
    await button("Note it").click();
    await page.getByText("Ada of infra has what was given.").waitFor();
    const { handovers } = await machine.json<{ handovers: Handover[] }>(["handover", "list", "--json"]); // prettier-ignore
    expect(handovers).toMatchObject([
      { context: "prod", to: "Ada of infra", roles: ["os:reader"] },
    ]);
    expect(handovers[0]?.acceptedAt).not.toBe(null);
  });

  test("a key of SSH takes the place of a request, and the list says how far each is", async () => {
    const { page } = app;
    await page.getByRole("link", { name: "Contexts" }).click();
    await button("More about prod").click();
    await page.getByRole("menuitem", { name: "Give to a colleague…" }).click();
    const key = field("Their request or public key");
    await key.fill("ecdsa-sha2-nistp256 AAAA ada@laptop");
    await page.getByText(/age has no recipients of ECDSA/).waitFor();
    const own = join(machine.folder, "id_ed25519");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada@laptop", "-f", own]); // prettier-ignore
    const line = readFileSync(`${own}.pub`, "utf8");
    const listed = machine.file("ada.pub", `# of Ada\n${line}`);
    await field("Or the file with it").fill(listed);
    await button("Read the file").click();
    await page.getByText(/^ssh-ed25519 SHA256:\S+ ada@laptop$/).waitFor();
    await field("For").fill("Ada by SSH");
    await field("Reason").fill("on call");
    const asker = field("Let a node make it, asked as");
    await asker.fill("nobody");
    await button("Give it").click();
    await page
      .getByText(/nobody.* cannot have a node make a credential/)
      .waitFor();
    await asker.fill("");
    await lookAt(page, "give-by-key");
    await button("Give it").click();
    const sealed = await shown("Answer");
    expect(sealed).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    const saved = join(machine.folder, "access.age");
    await field("File to write").fill(saved);
    await button("Save it").click();
    await page.getByText(`Saved in ${saved}.`).waitFor();
    expect(readFileSync(saved, "utf8")).toBe(sealed);
    await button("Close").click();
    await closeMessages(page);

    await page.getByRole("link", { name: "Import" }).click();
    await button("Accept an answer…").click();
    // As age writes it where nobody asks for text.
    await dropFile(field("The answer"), armor.decode(sealed));
    await expect.poll(() => shown("The answer")).toBe(sealed);
    await page.getByRole("dialog").getByRole("button", { name: "Review" }).click(); // prettier-ignore
    await field("Your private key").fill(own);
    await lookAt(page, "accept-by-key");
    await button("Read the file").click();
    await page.getByText(/^Anybody who has your public key can make/).waitFor();
    await field("Name").fill("by-ssh");
    await button("Take it into the vault").click();
    expect(await shown("Receipt")).toMatch(/^-----BEGIN TALOS VAULT ACCESS RECEIPT/); // prettier-ignore
    await button("Show the context").click();
    await page.getByRole("heading", { name: "by-ssh" }).waitFor();

    await goToActivity(page, "Hand-overs");
    const given = page.getByRole("table", { name: "Access that was given to others" }); // prettier-ignore
    await given.getByRole("row").filter({ hasText: "Ada of infra" }).getByText("Accepted").waitFor(); // prettier-ignore
    await given.getByRole("row").filter({ hasText: "Ada by SSH" }).getByText("Waits for the receipt").waitFor(); // prettier-ignore
    await page
      .getByRole("table", { name: "Access that was asked for from here" })
      .getByRole("row")
      .filter({ hasText: "given" })
      .waitFor();
    await lookAt(page, "handovers");
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Handover } from "../../../shared/core/usecases/handover/list-handovers.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";
import { askedApproval } from "../consent/waiting-approvals.ts";
import { filesBelow, Machine, online } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");
const secrets = sharedPath("fixtures/prod/secrets.yaml");

describeWithShared(
  "a hand-over between two people",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let cluster: ProdCluster;
    let giver: Machine;
    let colleague: Machine;

    beforeAll(async () => {
      cluster = await startProdCluster();
      giver = cluster.machine;
      await giver.run(["authority", "import", secrets]);
      colleague = await Machine.start();
      await colleague.run(["init"]);
    });

    afterAll(async () => {
      await colleague.stop();
      await cluster.stop();
    });

    const give = (request: string, ...more: string[]) => {
      const why = ["--for", "Ada", "--reason", "on call"];
      return giver.run([
        "handover",
        "give",
        "prod",
        request,
        "--yes",
        ...why,
        ...more,
      ]);
    };
    const ask = (name = "Ada") =>
      colleague.run(["handover", "request", "--name", name]);
    const accept = (answer: string, ...more: string[]) => {
      const file = colleague.file("answer", answer);
      return colleague.run(["handover", "accept", file, ...more]);
    };
    const wordsIn = (text: string, of: string) =>
      new RegExp(`Words of the ${of}: ([a-z]+(?: [a-z]+){7})`).exec(text)?.[1];

    test("asks nobody to compare words where only a node could make the credential", async () => {
      const file = giver.file("ada.request", (await ask()).stdout);
      const why = ["--via", "prod", "--for", "Ada", "--reason", "on call"];
      const refused = await giver.run(["handover", "give", "prod", file, ...why]); // prettier-ignore
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("talos-vault authority import");
      expect(refused.stderr).not.toContain("Words of the key");
    });

    test("ends with a credential that reads and cannot reboot, and a receipt", async () => {
      const asked = await ask();
      const file = giver.file("ada.request", asked.stdout);
      const given = await give(file);
      expect(given).toMatchObject({ code: 0 });
      expect(wordsIn(given.stderr, "key")).toBe(wordsIn(asked.stderr, "key"));
      const taken = await accept(given.stdout, "--yes");
      expect(taken).toMatchObject({ code: 0 });
      expect(wordsIn(taken.stderr, "cluster")).toBe(wordsIn(given.stderr, "cluster")); // prettier-ignore
      expect(taken.stderr).toContain("as os:reader");
      expect(taken.stderr).toContain("For Ada: on call");
      const run = (...words: string[]) =>
        colleague.run(["exec", "prod", "--", talosctl, ...words], {
          env: online,
        });
      expect((await run("version")).stdout).toContain("Server:");
      const reboot = await run("reboot", "--wait=false");
      expect(reboot.code).not.toBe(0);
      expect(reboot.stderr).toMatch(/PermissionDenied/);
      const receipt = giver.file("receipt", taken.stdout);
      const closed = await giver.run(["handover", "receipt", receipt]);
      expect(closed.stderr).toMatch(/^Ada accepted prod on /);
      const { handovers } = await giver.json<{ handovers: Handover[] }>(["handover", "list", "--json"]); // prettier-ignore
      expect(handovers).toMatchObject([
        { context: "prod", to: "Ada", roles: ["os:reader"] },
      ]);
      expect(handovers[0]?.acceptedAt).not.toBe(null);
      const radius = await giver.run(["blast-radius", "prod"]);
      expect(radius.stdout).toContain("handed to Ada");
      // Nothing of the sender's is there, and no key ever lay in a file in clear.
      const left = [giver, colleague].flatMap(({ folder }) =>
        filesBelow(folder),
      );
      for (const path of left)
        expect(readFileSync(path).includes("PRIVATE KEY")).toBe(false);
      const again = await accept(given.stdout, "--yes");
      expect(again).toMatchObject({ code: 1, stdout: "" });
      expect(again.stderr).toContain("accepted already");
    });

    test("a key of SSH opens what a node made, by age and by us; a key on a security key is refused", async () => {
      const key = join(colleague.folder, "id_ed25519");
      const locked = ["-q", "-t", "ed25519", "-N", "correct horse", "-f", key];
      await colleague.command(["ssh-keygen", ...locked]);
      const bare = join(colleague.folder, "bare");
      await colleague.command(["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", bare]); // prettier-ignore
      const lines = ["id_ed25519.pub", "bare.pub"].map((one) => colleague.read(one)); // prettier-ignore
      const team = giver.file("team.keys", lines.join(""));
      const via = ["--via", "prod", "--ttl", "1h"];
      const given = await giver.run(
        ["handover", "give", "prod", `@${team}`, "--for", "Ada", "--reason", "ssh", "--yes", ...via], // prettier-ignore
        { env: online },
      );
      expect(given).toMatchObject({ code: 0 });
      expect(given.stderr).toContain("Opens with ssh-ed25519 SHA256:");
      const file = colleague.file("ada.age", given.stdout);
      const config = join(colleague.folder, "by-age");
      await colleague.command(["age", "-d", "-i", bare, "-o", config, file]);
      const version = await colleague.command([talosctl, "--talosconfig", config, "version"]); // prettier-ignore
      expect(version.stdout).toContain("Server:");
      const words = ["handover", "accept", file, "--as", "ssh", "--yes", "--identity", key, "--identity-passphrase-fd", "3"]; // prettier-ignore
      const wrong = await colleague.run(words, { descriptors: ["wrong"] });
      expect(wrong).toMatchObject({ code: 1, stdout: "" });
      expect(wrong.stderr).toContain("not the key's passphrase");
      const taken = await colleague.run(words, { descriptors: ["correct horse"] }); // prettier-ignore
      expect(taken).toMatchObject({ code: 0 });
      const used = await colleague.run(["exec", "ssh", "--", talosctl, "version"], { env: online }); // prettier-ignore
      expect(used.stdout).toContain("Server:");
      const again = await colleague.run(words, { descriptors: ["correct horse"] }); // prettier-ignore
      expect(again.stderr).toContain('accepted already, as "ssh"');
      const receipt = giver.file("ssh.receipt", taken.stdout);
      expect((await giver.run(["handover", "receipt", receipt])).code).toBe(0);
      const hard = await give("sk-ssh-ed25519@openssh.com AAAA ada");
      expect(hard).toMatchObject({ code: 1, stdout: "" });
      expect(hard.stderr).toContain("security key");
    });

    test("os:admin is refused where no person says yes, whatever is typed", async () => {
      const file = giver.file("admin.request", (await ask()).stdout);
      const output = join(giver.folder, "admin.answer");
      const before = giver.snapshot();
      const asked = giver.run(["handover", "give", "prod", file, "--for", "Ada", "--reason", "x", "--roles", "os:admin", "--yes", "-o", output]); // prettier-ignore
      const { id, roles } = await askedApproval(giver);
      expect(roles).toEqual(["os:admin"]);
      await giver.run(["approvals", "deny", id]);
      expect(await asked).toMatchObject({ code: 1, stdout: "" });
      expect(existsSync(output)).toBe(false);
      expect(giver.snapshot()["vault.age"]).toBe(before["vault.age"]);
    });

    test("what is no request, or has a name that nobody sees, is named and changes nothing", async () => {
      const before = giver.snapshot();
      const bad = giver.file("bad.request", "hello\n");
      expect((await give(bad)).stderr).toContain("There is no request in it");
      const hostile = await ask("Ada\u202Egnp");
      expect(hostile).toMatchObject({ code: 1, stdout: "" });
      expect(hostile.stderr).toContain("Ada⟨U+202E⟩gnp");
      expect(giver.snapshot()).toEqual(before);
    });
  },
);

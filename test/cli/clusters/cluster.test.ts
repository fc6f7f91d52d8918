import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  askedApproval,
  nobodyComes,
  runApart,
} from "../consent/waiting-approvals.ts";
import { Machine } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");

/** Every certificate and key of a bundle as openssl sees it, without what must differ. */
async function structure(machine: Machine, yaml: string): Promise<string[]> {
  const lines: string[] = [];
  let section = "";
  for (const line of yaml.split("\n")) {
    const [, name] = /^ {4}(\w+):$/.exec(line) ?? [];
    section = name ?? section;
    const [, field, text] = /^ {8}(crt|key): (\S+)$/.exec(line) ?? [];
    if (!field || !text) continue;
    const pem = Buffer.from(text, "base64").toString("utf8");
    const path = machine.file("part.pem", pem);
    const shape = await machine.command(["openssl", "asn1parse", "-in", path]);
    const body = shape.stdout
      .split("\n")
      .filter((row) => field === "crt" || !row.includes("INTEGER"))
      .map((row) => row.replace(/^ *\d+:/, "").replace(/hl=\d+ +l= *\d+/, ""))
      .map((row) => row.replace(/(INTEGER +:)[0-9A-F]{9,}/, "$1serial"))
      .map((row) => row.replace(/(UTCTIME +:).*/, "$1time"))
      .map((row) => row.replace(/(HEX DUMP\]:)0414.*/, "$10414 key id"))
      .map((row) => row.replace(/(HEX DUMP\]:)04(20|[0-9A-F]{4}).*/, "$1key"));
    const [first = ""] = pem.split("\n");
    lines.push(`${section} ${field} ${first}`);
    if (field === "crt") lines.push(...body);
  }
  return lines;
}

describeWithShared("a new cluster", ["tools/talosctl"], () => {
  let machine: Machine;
  const out = () => join(machine.folder, "prod");

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
  });
  afterAll(() => machine.stop());

  const create = (...args: string[]) =>
    machine.run([
      "cluster",
      "new",
      "prod",
      "https://10.0.0.2:6443",
      "--output",
      out(),
      "--talosctl",
      talosctl,
      ...args,
    ]);

  test("what cannot be is refused before anything is made", async () => {
    const before = machine.snapshot();
    const tries = [
      ["cluster", "new", "prod", "10.0.0.2", "--output", out(), "--talosctl", talosctl],
      ["cluster", "new", "prod", "https://h:6443", "--output", out(), "--talosctl", "/none"],
      ["cluster", "new", "prod", "https://h:6443", "--output", out(), "--talosctl", talosctl, "--endpoints", "[fd00::1]"],
      ["cluster", "new", "prod", "https://10.0.0.2:99999", "--output", out(), "--talosctl", talosctl],
    ]; // prettier-ignore
    for (const args of tries)
      expect((await machine.run(args)).code).not.toBe(0);
    const elsewhere = join(machine.folder, "elsewhere");
    for (const passed of [
      ["--output-types", "talosconfig"],
      ["--output", elsewhere],
      [`--output=${elsewhere}`],
      ["-o", elsewhere],
      [`-po${elsewhere}`],
      ["-t=talosconfig"],
      ["--with-secrets", "/none"],
    ]) {
      const refused = await create(
        "--",
        "--install-disk",
        "/dev/sda",
        ...passed,
      );
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain("not passed on to talosctl");
    }
    expect(machine.snapshot()).toEqual(before);
    expect(existsSync(out())).toBe(false);
    expect(existsSync(elsewhere)).toBe(false);
  });

  test("secrets into the vault, configs that talosctl validates, an administrator", async () => {
    const made = await create("--", "--install-disk", "/dev/nvme0n1");
    expect(made).toMatchObject({ code: 0, stdout: "" });
    for (const name of ["controlplane.yaml", "worker.yaml"]) {
      const path = join(out(), name);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const valid = await machine.command([
        talosctl,
        "validate",
        "--mode",
        "metal",
        "--config",
        path,
      ]);
      expect(valid.stderr + valid.stdout).toContain("is valid for metal mode");
      expect(readFileSync(path, "utf8")).toContain("/dev/nvme0n1");
    }
    expect(existsSync(join(out(), "talosconfig"))).toBe(false);
    const show = await machine.run(["show", "prod", "--json"]);
    expect(JSON.parse(show.stdout)).toMatchObject({
      roles: ["os:admin"],
      endpoints: ["10.0.0.2"],
      issuer: "open",
      findings: expect.not.arrayContaining([
        expect.objectContaining({ severity: "error" }),
      ]) as unknown,
    });
    const session = await machine.run([
      "exec",
      "prod",
      "--",
      "printenv",
      "TALOS_VAULT_ROLES",
    ]);
    expect(session.stdout).toBe("os:reader\n");
    const ledger = await machine.run(["ledger", "--json", "cluster"]);
    expect(JSON.parse(ledger.stdout)).toMatchObject({
      entries: [{ purpose: "cluster", context: "prod", roles: ["os:admin"] }],
    });
    const left = await machine.run(["ledger", "--json", "exported"]);
    expect(JSON.parse(left.stdout)).toMatchObject({
      entries: [{ purpose: "exported", context: "prod", recipient: out() }],
    });
    const doctor = await machine.run(["doctor"]);
    expect(doctor.stdout).toContain(`${join(out(), "controlplane.yaml")} holds the key of a cluster's CA`); // prettier-ignore
    const log = await machine.run(["audit", "--json"]);
    expect(log.stdout).toMatch(/"event": "cluster"/);
  });

  test("the bundle has the structure of talosctl's own, and comes back out on purpose", async () => {
    const to = join(machine.folder, "secrets.yaml");
    const asked = await machine.run([
      "cluster",
      "export-secrets",
      "prod",
      "--to",
      to,
    ]);
    expect(asked.code).toBe(2);
    expect(existsSync(to)).toBe(false);
    await machine.run([
      "cluster",
      "export-secrets",
      "prod",
      "--to",
      to,
      "--yes",
    ]);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    const again = ["cluster", "export-secrets", "prod", "--yes", "--to"];
    const refused = await machine.run([...again, to]);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain("Choose another name.");
    expect(refused.stderr).not.toContain("--force");
    const streamed = await machine.run([...again, "-"]);
    expect(streamed.stdout).toBe(readFileSync(to, "utf8"));
    expect(existsSync(join(machine.folder, "-"))).toBe(false);
    const theirs = join(machine.folder, "theirs.yaml");
    await machine.command([
      talosctl,
      "gen",
      "secrets",
      "--output-file",
      theirs,
    ]);
    const [own, real] = [
      readFileSync(to, "utf8"),
      readFileSync(theirs, "utf8"),
    ];
    const shape = (text: string) =>
      text.replace(
        /: \S+$/gm,
        (value) => `: ${/^: \w{6}\.\w{16}$/.test(value) ? "token" : "text"}`,
      );
    expect(shape(own)).toBe(shape(real));
    expect(await structure(machine, own)).toEqual(
      await structure(machine, real),
    );
    const chain = await machine.run(["inspect", to, "--json"]);
    expect(JSON.parse(chain.stdout)).toMatchObject({ hasKey: true });
  });

  test("the configs come out again the same, and a taken folder is left alone", async () => {
    const again = join(machine.folder, "again");
    const options = ["--talosctl", talosctl, "--output"];
    const config = ["cluster", "config", "prod", ...options];
    expect((await machine.run([...config, again])).code).toBe(0);
    const ca = (folder: string) =>
      /ca:\n\s+crt: (\S+)/.exec(
        readFileSync(join(folder, "controlplane.yaml"), "utf8"),
      )?.[1];
    expect(ca(again)).toBe(ca(out()));
    const taken = await machine.run([...config, again]);
    expect(taken.code).toBe(5);
    expect((await create()).code).toBe(5);
    const broken = await machine.run([
      ...config,
      join(machine.folder, "b"),
      "--",
      "--no-such-flag",
    ]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("talos-vault cluster config prod");
    const help = [...config, join(machine.folder, "c"), "--", "--help"];
    const unwritten = await machine.run(help);
    expect(unwritten.code).toBe(1);
    expect(unwritten.stderr).toContain("wrote no");
    for (const folder of ["b", "c"])
      expect(existsSync(join(machine.folder, folder))).toBe(false);
  });

  test("half of what talosctl wrote does not stay, and counts as never handed out", async () => {
    const to = join(machine.folder, "new/half");
    const half = machine.file(
      "half.sh",
      `#!/bin/sh\ncat >${to}/controlplane.yaml; exit 1\n`,
    );
    chmodSync(half, 0o700);
    const config = ["cluster", "config", "prod", "--output", to];
    const failed = await machine.run([...config, "--talosctl", half]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("Nothing of it stayed.");
    expect(existsSync(join(machine.folder, "new"))).toBe(false);
    const log = await machine.json<{ entries: readonly object[] }>([
      "ledger",
      "--json",
    ]);
    expect(log.entries).toContainEqual(
      expect.objectContaining({ recipient: to, isUndelivered: true }),
    );
    // The same folder takes the whole ones.
    const again = await machine.run([...config, "--talosctl", talosctl]);
    expect(again.code).toBe(0);
  });

  test("where the CA's key is besides the authority is said", async () => {
    const list = await machine.run(["authority", "list", "--json"]);
    const { authorities } = JSON.parse(list.stdout) as {
      authorities: { fingerprint: string; clusters: string[] }[];
    };
    expect(authorities).toMatchObject([{ clusters: ["prod"] }]);
    const sealed = await machine.run(
      [
        "authority",
        "import",
        join(machine.folder, "secrets.yaml"),
        "--seal",
        "--authority-passphrase-fd",
        "3",
      ],
      { descriptors: ["several long words"] },
    );
    expect(sealed).toMatchObject({ code: 0 });
    expect(sealed.stderr).toContain("passphrase of its own");
    expect(sealed.stderr).toContain("cluster remove prod");
    const unasked = await machine.run(["issue", "prod", "--as", "made"]);
    // Its administrator could have a node make it, where one may be contacted.
    expect(unasked.stderr).toContain("TALOS_VAULT_OFFLINE is set");
    const start = authorities[0]?.fingerprint.slice(0, 8) ?? "";
    const removed = await machine.run(["authority", "remove", start, "--yes"]);
    expect(removed.stderr).toContain("cluster remove prod");
    const file = join(machine.folder, "secrets.yaml");
    await machine.run(["authority", "import", file]);
  });

  test("where a context is production a person is asked first, and with nobody there nothing comes out", async () => {
    // The vault has its authority from before.
    await machine.run(["issue", "prod", "--as", "marked"]);
    await machine.run(["set", "marked", "--production"]);
    const to = join(machine.folder, "guarded.yaml");
    const words = ["cluster", "export-secrets", "prod", "--to", to, "--yes"];
    const said = ["--reason", "x", "--confirm", "prod"];
    const ran = runApart(machine, [...words, ...said]);
    const { act, production } = await askedApproval(machine);
    expect([act, production]).toEqual(["cluster-secrets", true]);
    await nobodyComes(machine);
    const { stdout, stderr, code } = await ran;
    expect([stdout, code]).toEqual(["", 1]);
    expect(stderr).toContain("nobody answered within 1 minute");
    expect(existsSync(to)).toBe(false);
  });

  test("it is listed, and its secrets can be forgotten", async () => {
    const list = await machine.run(["cluster", "list", "--json"]);
    expect(JSON.parse(list.stdout)).toMatchObject({
      clusters: [{ name: "prod", endpoint: "https://10.0.0.2:6443" }],
    });
    expect(list.stdout).not.toMatch(/LS0t|token/);
    await machine.run(["cluster", "remove", "prod", "--yes"]);
    expect((await machine.run(["cluster", "list"])).stderr).toContain(
      "no cluster",
    );
    const stored = ["exec", "prod", "--stored", "--", "true"];
    expect((await machine.run(stored)).code).toBe(0);
  });

  test("a service account's manifest and the patch that allows it", async () => {
    const account = [
      "service-account",
      "manifest",
      "etcd",
      "--namespace",
      "backup",
      "--roles",
      "os:etcd:backup",
    ];
    expect((await machine.run(account)).stdout).toBe(
      "apiVersion: talos.dev/v1alpha1\nkind: ServiceAccount\nmetadata:\n  name: etcd\n  namespace: backup\nspec:\n  roles:\n    - os:etcd:backup\n",
    );
    const patch = await machine.run([
      "service-account",
      "patch",
      "--namespace",
      "backup",
    ]);
    const path = machine.file("patch.yaml", patch.stdout);
    const target = join(machine.folder, "again", "controlplane.yaml");
    const patched = await machine.command([
      talosctl,
      "machineconfig",
      "patch",
      target,
      "--patch",
      `@${path}`,
      "--output",
      join(machine.folder, "patched.yaml"),
    ]);
    expect(patched.code).toBe(0);
    const valid = await machine.command([
      talosctl,
      "validate",
      "--mode",
      "metal",
      "--config",
      join(machine.folder, "patched.yaml"),
    ]);
    expect(valid.code).toBe(0);
    expect(
      readFileSync(join(machine.folder, "patched.yaml"), "utf8"),
    ).toContain("allowedKubernetesNamespaces");
    const newer = await machine.run(["service-account", "patch", "--namespace", "backup", "--talos-version", "1.14"]); // prettier-ignore
    expect(newer.stdout).toBe(
      "apiVersion: v1alpha1\nkind: KubeTalosAPIAccessConfig\nallowedRoles:\n  - os:reader\nallowedKubernetesNamespaces:\n  - backup\n",
    );
    const older = await machine.run(["service-account", "patch", "--namespace", "backup", "--talos-version", "1.13"]); // prettier-ignore
    expect(older.stdout).toBe(patch.stdout);
    const bad = await machine.run([
      "service-account",
      "manifest",
      "Bad_Name",
      "--namespace",
      "x",
    ]);
    expect(bad.code).toBe(2);
  });
});

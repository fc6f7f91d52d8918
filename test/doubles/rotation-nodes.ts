import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sharedPath } from "../shared-material.ts";
import { startTalosNode, type TalosNode } from "./talos-node.ts";

/** A CA as a machine config spells it, both parts base64 of PEM. */
interface Pair {
  readonly crt: string;
  readonly key: string;
}

/** The states of a node's trust while its CA is rotated (pkg/rotate/pki/talos/talos.go:301-367). */
export type RotationStep = "before" | "accepted" | "swapped" | "dropped";

/** A cluster of one node whose CA is rotated, at one address all the time. */
export class RotatingNode {
  readonly #folder: string;
  readonly #old: Pair;
  readonly #new: Pair;
  #node: TalosNode | null = null;
  #listen = "127.0.0.1:0";

  /** `folder` gets the machine configs, the new secrets and what `rotate-ca` would write. */
  private constructor(folder: string) {
    this.#folder = folder;
    const talosctl = sharedPath("tools/talosctl");
    const run = (...args: string[]) =>
      execFileSync(talosctl, args, { cwd: folder, stdio: "ignore" });
    run("gen", "secrets", "--output-file", this.newSecrets, "--force");
    run(
      ..."gen config prod https://127.0.0.1:6443 --force --output-types talosconfig".split(
        " ",
      ),
      "--with-secrets",
      this.newSecrets,
      "--output",
      this.newTalosconfig,
    );
    this.#old = osPair(sharedPath("fixtures/prod/secrets.yaml"));
    this.#new = osPair(this.newSecrets);
  }

  /** With the CA of before, in a folder of its own below that of a machine. */
  static async start(machineFolder: string): Promise<RotatingNode> {
    const folder = join(machineFolder, "rotation");
    mkdirSync(folder);
    const node = new RotatingNode(folder);
    await node.turn("before");
    return node;
  }

  get newSecrets(): string {
    return join(this.#folder, "new-secrets.yaml");
  }

  get newTalosconfig(): string {
    return join(this.#folder, "rotated-talosconfig");
  }

  get endpoint(): string {
    return this.#listen;
  }

  async turn(step: RotationStep): Promise<void> {
    const before = this.#node;
    this.stop();
    // The next one listens where it did.
    await before?.ended;
    const config = join(this.#folder, `${step}.yaml`);
    writeFileSync(config, this.#configOf(step));
    this.#node = await startTalosNode(
      "-config",
      config,
      "-listen",
      this.#listen,
    );
    this.#listen = this.#node.endpoint;
  }

  stop(): void {
    this.#node?.stop();
    this.#node = null;
  }

  #configOf(step: RotationStep): string {
    const isNew = step === "swapped" || step === "dropped";
    const issuing = isNew ? this.#new : this.#old;
    const accepted = { accepted: this.#new, swapped: this.#old }[
      step as "accepted"
    ] as Pair | undefined;
    const more = accepted
      ? `    acceptedCAs:\n        - crt: ${accepted.crt}\n`
      : "";
    return readFileSync(sharedPath("fixtures/prod/controlplane.yaml"), "utf8")
      .replace(/(\n {4}ca:\n {8}crt: )\S+/, `$1${issuing.crt}`)
      .replace(/(\n {8}key: )\S+\n/, `$1${issuing.key}\n${more}`);
  }
}

function osPair(path: string): Pair {
  const [, crt = "", key = ""] =
    /\n {4}os:\n {8}crt: (\S+)\n {8}key: (\S+)/.exec(
      readFileSync(path, "utf8"),
    ) ?? [];
  return { crt, key };
}

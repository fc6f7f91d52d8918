import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../../shared/core/secret.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";

export type KeyKind = "ed25519" | "p256" | "rsa2048" | "rsa1024";

export interface ClientOptions {
  readonly key?: KeyKind;
  readonly roles?: readonly string[];
  readonly days?: number;
  /** OpenSSL's names; empty: no extension. */
  readonly extendedKeyUsage?: string;
  readonly isCa?: boolean;
}

export interface Pair {
  readonly crt: string;
  readonly key: string;
}

const keyOptions: Readonly<Record<KeyKind, readonly string[]>> = {
  ed25519: ["-algorithm", "ed25519"],
  p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  rsa2048: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  rsa1024: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
};

/** An authority made with OpenSSL, for certificates as Talos makes them and for those that it would not. */
export class TestAuthority {
  readonly #folder = mkdtempSync(join(tmpdir(), "tv-authority-"));
  readonly pair: Pair;

  constructor(kind: KeyKind = "ed25519", days = 3650) {
    this.#write(
      "ca.cnf",
      "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nO=talos\n",
    );
    this.#openssl("genpkey", ...keyOptions[kind], "-out", "ca.key");
    this.#openssl(
      "req", "-new", "-x509", "-config", "ca.cnf", "-key", "ca.key", "-days", String(days), "-out", "ca.crt",
      "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,digitalSignature,keyCertSign",
    ); // prettier-ignore
    this.pair = { crt: this.#read("ca.crt"), key: this.#read("ca.key") };
  }

  client(options: ClientOptions = {}): Pair {
    const {
      key = "ed25519",
      roles = ["os:admin"],
      days = 80,
      isCa = false,
    } = options;
    const usage = options.extendedKeyUsage ?? "clientAuth";
    const extensions = [
      `keyUsage=critical,digitalSignature${isCa ? ",keyCertSign" : ""}`,
      ...(usage ? [`extendedKeyUsage=${usage}`] : []),
      ...(isCa ? ["basicConstraints=critical,CA:TRUE"] : []),
    ];
    this.#write("client.ext", `${extensions.join("\n")}\n`);
    this.#openssl("genpkey", ...keyOptions[key], "-out", "client.key");
    const subject =
      roles.length === 0
        ? "/"
        : `/${roles.map((role) => `O=${role}`).join("+")}`;
    this.#openssl(
      "req",
      "-new",
      "-multivalue-rdn",
      "-config",
      "ca.cnf",
      "-subj",
      subject,
      "-key",
      "client.key",
      "-out",
      "client.csr",
    );
    this.#openssl(
      "x509", "-req", "-in", "client.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
      "-days", String(days), "-extfile", "client.ext", "-out", "client.crt",
    ); // prettier-ignore
    return { crt: this.#read("client.crt"), key: this.#read("client.key") };
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openssl(...args: string[]): void {
    execFileSync("openssl", args, { cwd: this.#folder, stdio: "ignore" });
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), "utf8");
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }
}

export const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A context with these PEM texts. */
export function contextOf(ca: string, { crt, key }: Pair): TalosContext {
  return {
    endpoints: ["10.0.0.1"],
    nodes: ["10.0.0.2"],
    ca: base64(ca),
    crt: base64(crt),
    key: new Secret(base64(key)),
  };
}

import type { HandoverKind } from "./handover-kind.ts";

/** Who made a file unreadable without a key. */
export type Encryption =
  | "sops"
  | "age"
  | "age-passphrase"
  | "ansible-vault"
  | "git-crypt"
  | "gpg"
  | "openssl";

/** As SOPS names its stores. */
export type SopsFormat = "yaml" | "json" | "dotenv" | "ini" | "binary";

/** What a value or a file holds, as far as it can be told. */
export type Holding = "talosconfig" | "authority" | "unknown";

/** What can stand in a file that was taken for something else. Facts only, and nothing secret: a shell puts them into words. */
export type OtherFile =
  | { readonly kind: "empty" }
  | { readonly kind: "binary" }
  | {
      readonly kind: "compressed";
      readonly by: "gzip" | "xz" | "zstd" | "bzip2" | "zip";
    }
  /** The pointer that git has in a large file's place. */
  | { readonly kind: "git-lfs" }
  | { readonly kind: "data"; readonly format: "YAML" | "JSON" | "text" }
  | { readonly kind: "talosconfig" }
  /** A talosconfig without a context. */
  | { readonly kind: "no-contexts" }
  | { readonly kind: "secrets" }
  | { readonly kind: "machine-config"; readonly type: string }
  | { readonly kind: "kubeconfig" }
  | { readonly kind: "omniconfig" }
  | {
      readonly kind: "kubernetes-secret";
      readonly name: string;
      readonly namespace: string;
      /** Keys with something of Talos in them. */
      readonly keys: readonly {
        readonly key: string;
        readonly holds: Holding;
      }[];
    }
  /** The kind of talos.dev: Talos makes a Secret of that name for it. */
  | {
      readonly kind: "talos-service-account";
      readonly name: string;
      readonly namespace: string;
    }
  | { readonly kind: "kubernetes"; readonly resource: string }
  | {
      readonly kind: "pem";
      readonly holds: "certificate" | "key" | "both" | "other";
    }
  | {
      readonly kind: "encrypted";
      readonly by: Encryption;
      readonly holds: Holding;
      /** With SOPS. */
      readonly format?: SopsFormat;
    }
  /** A talosconfig whose values are ciphertexts, without what is needed to open them. */
  | {
      readonly kind: "ciphertexts";
      readonly by: Encryption | "unknown";
    }
  /** A talosconfig with values that another tool puts in: behind a tag, or in a template's place (`tag` is null). */
  | {
      readonly kind: "unresolved";
      readonly tag: string | null;
      /** 0 where it is not known. */
      readonly line: number;
    }
  /** Two versions of a file, with the marks of a merge around them. */
  | { readonly kind: "unmerged" }
  | {
      readonly kind: "terraform";
      readonly form:
        | "outputs"
        | "state"
        | "text"
        | "client-configuration"
        /** What Pulumi prints unless it is asked for secrets. */
        | "without-secrets";
      /** Where a talosconfig stands in it, outermost key first; empty: in none of its values. */
      readonly path: readonly string[];
    }
  /** A talosconfig as a text within another: a JSON string, a shell's or Terraform's heredoc, base64. */
  | {
      readonly kind: "wrapped";
      readonly how: "json-string" | "heredoc" | "base64";
      readonly holds: Holding;
    }
  /** What two persons send each other to give and get access. */
  | { readonly kind: "handover"; readonly text: HandoverKind }
  | { readonly kind: "vault-file" }
  | { readonly kind: "vault-backup" };

/** What was asked for. `any`: either of them, or certificates. */
export type Asked = "talosconfig" | "authority" | "any";

/** A file that is not what was asked for; a shell knows the command that makes it so. */
export interface FoundFile {
  /** As the person named it; `-` is standard input. */
  readonly path: string;
  readonly file: OtherFile;
  readonly asked: Asked;
}

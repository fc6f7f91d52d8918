import { limits } from "../../limits.ts";
import type { Encryption, OtherFile, SopsFormat } from "../../found-file.ts";
import { kindByFirstLine } from "../../handover-kind.ts";
import { readVaultId } from "../../vault/sealed/vault-file-header.ts";

/** Each byte as the character of its number; a TextDecoder for latin1 is one for Windows-1252. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Formats that their first bytes give away, before anything is taken for text; null for all others. */
export function kindByBytes(bytes: Uint8Array): OtherFile | null {
  const head = latin1(bytes.subarray(0, 512));
  if (head.startsWith("age-encryption.org/"))
    return readVaultId(bytes) === null
      ? encrypted(ageOf(latin1(bytes.subarray(0, 4096))))
      : { kind: "vault-file" };
  if (head.startsWith("\0GITCRYPT\0")) return encrypted("git-crypt");
  if (head.startsWith("Salted__")) return encrypted("openssl");
  for (const [magic, by] of compressions)
    if (head.startsWith(magic)) return { kind: "compressed", by };
  if (head.slice(257, 262) === "ustar") return tarOf(bytes);
  return null;
}

const compressions = [
  ["\u001f\u008b", "gzip"],
  ["\u00fd7zXZ\0", "xz"],
  ["(\u00b5/\u00fd", "zstd"],
  ["BZh", "bzip2"],
  ["PK\u0003\u0004", "zip"],
] as const;

function tarOf(bytes: Uint8Array): OtherFile {
  const tarBlock = 512;
  const { most } = limits.archiveHeader;
  for (let at = 0; at < Math.min(bytes.length, most); at += tarBlock)
    if (latin1(bytes.subarray(at, at + 10)) === "vault.age\0")
      return { kind: "vault-backup" };
  return { kind: "binary" };
}

function ageOf(header: string): Encryption {
  return header.includes("\n-> scrypt ") ? "age-passphrase" : "age";
}

function encrypted(by: Encryption): OtherFile {
  return { kind: "encrypted", by, holds: "unknown" };
}

/** For bytes that are no text. OpenPGP's packets begin with bytes that no UTF-8 text begins with (RFC 9580, 4.2). */
export function kindOfBinary(bytes: Uint8Array): OtherFile {
  const [first = 0] = bytes;
  const isMessage = [0x84, 0x85, 0x8c, 0xc1, 0xc3].includes(first);
  return isMessage ? encrypted("gpg") : { kind: "binary" };
}

const armour = /^-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE)-----[ \t\r]*$/m;

/** Formats that the first words of a text give away; null for all others. */
export function kindByText(text: string): OtherFile | null {
  const start = text.trimStart();
  const isBlank = start === "" || !/^\s*[^\s#]/m.test(start);
  if (isBlank) return { kind: "empty" };
  if (start.startsWith("$ANSIBLE_VAULT;")) return encrypted("ansible-vault");
  if (start.startsWith("U2FsdGVkX1")) return encrypted("openssl");
  if (start.startsWith("version https://git-lfs.github.com/"))
    return { kind: "git-lfs" };
  const [marker, label] = armour.exec(text) ?? [];
  if (marker !== undefined)
    return label === "PGP MESSAGE"
      ? encrypted("gpg")
      : encrypted(ageOf(unarmoured(text)));
  // A line that is a directive to YAML, and the first of a PDF or a PostScript file.
  if (start.startsWith("%") && !start.startsWith("%YAML"))
    return { kind: "data", format: "text" };
  const flat = sopsOfLines(text);
  return flat
    ? { kind: "encrypted", by: "sops", holds: "unknown", format: flat }
    : handoverOf(text);
}

function handoverOf(text: string): OtherFile | null {
  const found = kindByFirstLine(text);
  return found && { kind: "handover", text: found };
}

/** The beginning of an armoured age file; empty for what is not base64. */
function unarmoured(text: string): string {
  const [, body = ""] = text.split(/^-----BEGIN [A-Z ]+-----\s*/m);
  const [lines = ""] = body.split("-----");
  const whole = lines.replace(/\s/g, "").slice(0, 4096);
  try {
    return atob(whole.slice(0, whole.length - (whole.length % 4)));
  } catch {
    return "";
  }
}

function sopsOfLines(text: string): SopsFormat | null {
  if (/^sops_(mac|version|lastmodified)=/m.test(text)) return "dotenv";
  return /^\[sops\]\s*$/m.test(text) ? "ini" : null;
}

/** What SOPS writes around each value. */
const sopsMark = "ENC[AES256_GCM,";

/** Can a file be one of SOPS? Tells most others without reading them. */
export function hasSopsMark(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes).includes(sopsMark);
}

/** Who made this value unreadable; null when nobody did. */
export function ciphertextOf(value: string): Encryption | "unknown" | null {
  const start = value.trimStart();
  if (start.startsWith(sopsMark)) return "sops";
  if (start.startsWith("$ANSIBLE_VAULT;")) return "ansible-vault";
  if (start.startsWith("-----BEGIN AGE ENCRYPTED FILE-----")) return "age";
  if (start.startsWith("-----BEGIN PGP MESSAGE-----")) return "gpg";
  return /^ENC\[[A-Z0-9_]+,/.test(start) ? "unknown" : null;
}

/** Has a text both marks that a merge leaves around what it could not decide? */
export function isUnmerged(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

const marks = ["{{", "{%", "<%"] as const;
/** So much of a line is looked at: quotes that are never closed take time with the square of it. */
const longestTemplateLine = 4096;

/**
 * The first line that a template would still fill in, outside of quotes and comments: unquoted, its mark is a mapping to
 * YAML, or no YAML at all. Null: there is none.
 */
export function lineOfPlaceholder(text: string): number | null {
  if (!marks.some((mark) => text.includes(mark))) return null;
  const at = text.split("\n").findIndex((line) => {
    const bare = line
      .slice(0, longestTemplateLine)
      .replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "")
      .replace(/(?:^|\s)#.*/, "");
    return /(?:^|[\s:,[-])(?:\{\{|\{%|<%)/.test(bare);
  });
  return at < 0 ? null : at + 1;
}

/** What templates and secret stores have where they put a value: Jinja, shells, Argo CD's vault plugin, vals, 1Password. */
export function isPlaceholder(value: string): boolean {
  return /^\s*(?:\{\{|\$\{|<%|<path:|ref\+[a-z]+:\/\/|op:\/\/)/.test(value);
}

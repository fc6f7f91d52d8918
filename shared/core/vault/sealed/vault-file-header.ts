import { limits } from "../../limits.ts";

/** Name of our stanza in the age header. Readers of age pass over stanzas they do not know (age spec, "Recipient stanza"). */
export const stanzaName = "talos-vault";

/** The first line of every age file. */
export const fileMagic = "age-encryption.org/v1";
const longestHeader = limits.ageHeader.most;
const latin1 = new TextDecoder("latin1");
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id of the vault in an age file, from its header and without a key; null when the file is not one of
 * ours. The header's MAC covers it, so it is believed for good once the file has been decrypted.
 */
export function readVaultId(bytes: Uint8Array): string | null {
  const header = latin1.decode(bytes.subarray(0, longestHeader));
  const [first, ...lines] = header.split("\n");
  if (first !== fileMagic) return null;
  for (const line of lines) {
    if (line.startsWith("---")) return null;
    const [arrow, name, id = ""] = line.split(" ");
    if (arrow === "->" && name === stanzaName) return uuid.test(id) ? id : null;
  }
  return null;
}

/**
 * Where the header of an age file ends and its payload begins: after the line of the MAC. Null where none is, or where it
 * is longer than it may be: whoever opens the file tries each of its stanzas.
 */
export function endOfHeader(
  file: Uint8Array,
  longest = longestHeader,
): number | null {
  const bytes = file.subarray(0, longest);
  const lineFeed = 0x0a;
  const dash = 0x2d;
  for (let from = 0; ;) {
    const end = bytes.indexOf(lineFeed, from) + 1;
    if (end === 0) return null;
    // Every other line of a header begins with something else (age spec, "Header").
    if (bytes[from] === dash && bytes[from + 1] === dash) return end;
    from = end;
  }
}

/**
 * The scrypt work factor of a file that a passphrase opens, as the power of two; null when none does (age spec, "The
 * scrypt recipient type": `-> scrypt <salt> <log2 N>`).
 */
export function scryptFactor(bytes: Uint8Array): number | null {
  const header = latin1.decode(bytes.subarray(0, longestHeader));
  const [, factor] =
    /^age-encryption\.org\/v1\n-> scrypt \S+ (\d{1,3})\n/.exec(header) ?? [];
  return factor === undefined ? null : Number(factor);
}

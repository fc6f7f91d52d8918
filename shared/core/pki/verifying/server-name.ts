import type { AlternativeNames } from "../certificate-fields.ts";

/**
 * Does a certificate stand for this host, as Go says (crypto/x509 VerifyHostname)? Alternative names alone count, never
 * the common name; a star is a whole label at the left; an IPv4 address is the same when it is written as IPv6.
 */
export function standsFor(
  names: AlternativeNames | null,
  host: string,
): boolean {
  if (!names) return false;
  const address = addressBytes(host);
  if (address) return names.addresses.some((one) => plain(one).equals(address));
  const name = host.toLowerCase();
  return names.dns.some((pattern) =>
    isHostname(name, false) && isHostname(pattern, true)
      ? matches(pattern.toLowerCase(), name.replace(/\.$/, ""))
      : pattern !== "." && name !== "" && pattern.toLowerCase() === name,
  );
}

function matches(pattern: string, name: string): boolean {
  const [, ...rest] = name.split(".");
  return pattern === name || pattern === ["*", ...rest].join(".");
}

function isHostname(text: string, isPattern: boolean): boolean {
  const host = isPattern ? text : text.replace(/\.$/, "");
  return host.split(".").every((label, index) => {
    if (isPattern && index === 0 && label === "*") return host !== "*";
    return /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(label);
  });
}

/**
 * The bytes of an address, 4 for one of IPv4 however it is written; null for another text (net ParseIP: no zeros in
 * front, no zone).
 */
export function addressBytes(text: string): Buffer | null {
  const four = bytesOf4(text);
  if (four) return Buffer.from(four);
  const [head = "", tail, ...more] = text.split("::");
  const [front, back] = [groupsOf(head), groupsOf(tail ?? "")];
  if (!text.includes(":") || more.length > 0 || !front || !back) return null;
  const count = 8 - front.length - back.length;
  if (tail === undefined ? count !== 0 : count < 1) return null;
  const groups = [...front, ...Array<number>(count).fill(0), ...back];
  return plain(Buffer.from(groups.flatMap((one) => [one >> 8, one & 0xff])));
}

function bytesOf4(text: string): readonly number[] | null {
  const parts = text.split(".");
  const isAddress =
    parts.length === 4 &&
    parts.every(
      (part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256,
    );
  return isAddress ? parts.map(Number) : null;
}

/** Of 16 bits; the last may be an IPv4 address. Null: it is none. */
function groupsOf(half: string): readonly number[] | null {
  if (half === "") return [];
  const texts = half.split(":");
  const [a, b, c, d] = bytesOf4(texts.at(-1) ?? "") ?? [];
  const isFour = a !== undefined && b !== undefined && c !== undefined && d !== undefined; // prettier-ignore
  const hex = isFour ? texts.slice(0, -1) : texts;
  if (!hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const last = isFour ? [(a << 8) | b, (c << 8) | d] : [];
  return [...hex.map((group) => Number.parseInt(group, 16)), ...last];
}

const mapped = Buffer.from("00000000000000000000ffff", "hex");

function plain(address: Buffer): Buffer {
  const isMapped =
    address.length === 16 && address.subarray(0, 12).equals(mapped);
  return isMapped ? address.subarray(12) : address;
}

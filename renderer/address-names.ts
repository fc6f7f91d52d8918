// How a context's name stands in the address of a page.
// In a browser it does not: its history, on disk, outlives the page and the lock.

/** Names by the numbers that stand for them; null: nobody keeps the addresses of this page, and names stand in them. */
let numbered: Map<string, number> | null = null;
let last = 0;

/** From now on an address has a number in a name's place, which this page alone knows, until it is left or the vault is locked. */
export function keepNamesOutOfAddresses(): void {
  numbered ??= new Map();
}

/** Whether somebody else keeps the addresses and titles of this page. */
export function areAddressesKept(): boolean {
  return numbered !== null;
}

/** What numbers stood for is not known any more; none is given twice. */
export function forgetNumbers(): void {
  numbered?.clear();
}

export function encodeName(name: string): string {
  return numbered === null ? spelled(name) : `~${String(numberOf(numbered, name))}`; // prettier-ignore
}

/** Null: nobody knows what it stands for. */
export function decodeName(text: string): string | null {
  if (!text.startsWith("~")) return decode(text);
  const number = Number(text.slice(1));
  const known = [...(numbered ?? [])].find(([, one]) => one === number);
  return known?.[0] ?? null;
}

function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  last += 1;
  names.set(name, last);
  return last;
}

const half = /(\p{Cs})/u;
const writtenHalf = /(%u[0-9a-f]{4})/;

/** Half a character, which a name may have, has no bytes to write: it is `%ud83d`. A number begins with `~`, and no name does. */
function spelled(name: string): string {
  return name
    .split(half)
    .map((part, index) =>
      index % 2 === 1
        ? `%u${part.charCodeAt(0).toString(16)}`
        : encodeURIComponent(part).replace(/^~/, "%7E"),
    )
    .join("");
}

function decode(text: string): string | null {
  try {
    return text
      .split(writtenHalf)
      .map((part, index) =>
        index % 2 === 1
          ? String.fromCharCode(Number.parseInt(part.slice(2), 16))
          : decodeURIComponent(part),
      )
      .join("");
  } catch {
    return null;
  }
}

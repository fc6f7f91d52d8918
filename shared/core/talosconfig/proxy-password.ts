/** Stands for a user and password that are not shown. */
const hidden = "…@";

/**
 * A proxy's address without its user and password, for every place where it is shown. As in Go, the login ends at the
 * last `@`; what stands before one is hidden also in an address that cannot be read as one.
 */
export function hidePassword(url: string): string {
  const end = url.lastIndexOf("@");
  if (end === -1) return url;
  const [scheme = ""] = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.exec(url) ?? [];
  return `${scheme}${hidden}${url.slice(end + 1)}`;
}

/** The address of a proxy as somebody else may have it: without a user and password, which are the owner's. */
export function withoutLogin(url: string): string {
  return hidePassword(url).replace(hidden, "");
}

/**
 * The address that somebody means who saw the stored one with its login hidden and gives it back edited: the stored one
 * while it leads to the same proxy, by scheme, host and port. Null: it has a hidden login and leads elsewhere, and
 * nobody's password goes along.
 */
export function restorePassword(url: string, stored: string): string | null {
  if (!url.includes(hidden)) return url;
  return sameProxy(url, hidePassword(stored)) ? stored : null;
}

function sameProxy(one: string, other: string): boolean {
  const plain = (url: string) => url.trim().replace(/\/$/, "").toLowerCase();
  return plain(one) === plain(other);
}

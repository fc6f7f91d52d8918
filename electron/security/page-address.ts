export const scheme = "app";
/** Where the page lives. Anything else is not ours. */
export const pageOrigin = "app://vault";
export const pageAddress = `${pageOrigin}/index.html`;

/** True for the one page that may talk to main. */
export function isPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${scheme}:` && host === "vault";
  } catch {
    return false;
  }
}

const hidden = "//…@";

/** A proxy's address without its user and password. */
export function hidePassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, hidden);
}

/** Puts the user and password of the stored address back where they are hidden. */
export function restorePassword(url: string, stored: string): string {
  const [credentials = ""] = /\/\/[^@/]*@/.exec(stored) ?? [];
  return url.replace(hidden, () => credentials || "//");
}

/**
 * True when a pattern matches a whole name: `*` stands for any text, every other character for itself, as
 * in `talosctl config remove` (ryanuber/go-glob; cmd/talosctl/cmd/talos/config.go:251-320).
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  const last = rest.at(-1) ?? "";
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** `exec prod -- talosctl version`: what follows `--` is the command's and is not looked at. */
export function splitAtDashes(
  args: readonly string[],
): [string[], string[] | null] {
  const dashes = args.indexOf("--");
  return dashes < 0
    ? [[...args], null]
    : [args.slice(0, dashes), args.slice(dashes + 1)];
}

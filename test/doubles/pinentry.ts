import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that speaks Assuan as GnuPG's pinentry does, and always types the same passphrase. */
export function writePinentry(
  folder: string,
  passphrase: string,
  answer = `D ${passphrase.replaceAll("%", "%25")}\nOK`,
): string {
  const path = join(folder, "pinentry");
  const script = `#!/bin/sh
echo "OK Pleased to meet you"
while read -r command rest; do
  case "$command" in
    GETPIN) printf '%s\\n' '${answer}' ;;
    BYE) echo OK; exit 0 ;;
    *) echo OK ;;
  esac
done
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

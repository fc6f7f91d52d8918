import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that speaks Assuan as GnuPG's pinentry does, and always types the same passphrase. */
export function writePinentry(
  folder: string,
  passphrase: string,
  answer = `D ${passphrase.replaceAll("%", "%25")}\nOK`,
): string {
  return write(join(folder, "pinentry"), `printf '%s\\n' '${answer}'`);
}

/** The same, which types the next line of a file whenever it is asked; none there: its dialog is closed. */
export function writeAskingPinentry(folder: string, file: string): string {
  const closed = "ERR 83886179 Operation cancelled";
  return write(
    join(folder, "asking-pinentry"),
    `if [ -s '${file}' ]; then printf 'D %s\\nOK\\n' "$(head -n 1 '${file}')"; sed -i 1d '${file}'; else echo '${closed}'; fi`,
  );
}

function write(path: string, answer: string): string {
  const script = `#!/bin/sh
echo "OK Pleased to meet you"
while read -r command rest; do
  case "$command" in
    GETPIN) ${answer} ;;
    BYE) echo OK; exit 0 ;;
    *) echo OK ;;
  esac
done
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

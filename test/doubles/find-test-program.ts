import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What `variable` names, else `name` on PATH; null: it is not there. */
export function findTestProgram(name: string, variable: string): string | null {
  const named = process.env[variable];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const places = named ? [named] : folders.map((one) => join(one, name));
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

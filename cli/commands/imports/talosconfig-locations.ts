import { homedir } from "node:os";
import type { Files } from "../../../shared/core/ports/files.ts";
import {
  talosconfigLocations,
  type TalosconfigLocation,
} from "../../../shared/core/talosconfig/locations.ts";

/** Where talosctl would look on this machine, in its order. */
export function locations(): readonly TalosconfigLocation[] {
  return talosconfigLocations({
    talosconfig: process.env["TALOSCONFIG"],
    talosHome: process.env["TALOS_HOME"],
    home: homedir(),
  });
}

/** The talosconfig that talosctl would use; null when there is none. */
export async function firstTalosconfig(files: Files): Promise<string | null> {
  for (const { path } of locations()) if (await files.exists(path)) return path;
  return null;
}

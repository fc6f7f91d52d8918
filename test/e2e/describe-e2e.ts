import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe } from "vitest";
import { hasKeyring } from "../doubles/keyring.ts";
import { sharedPath, skipSuite } from "../shared-material.ts";
import { hasChromium } from "./chromium.ts";
import { hasElectron } from "./electron-install.ts";

type Part = "chromium" | "electron" | "shared";

/** Suites that need a browser or an Electron, a keyring and the real talosctl; they skip loudly, and never in CI. */
export function describeE2e(
  title: string,
  parts: readonly Part[],
  body: () => void | Promise<void>,
) {
  const missing = [
    ...(parts.includes("chromium") && !hasChromium() ? ["Chromium"] : []),
    ...(parts.includes("electron") && !hasElectron() ? ["Electron"] : []),
    ...(parts.includes("electron") && !hasCommand("Xvfb") ? ["Xvfb"] : []),
    ...(hasKeyring() ? [] : ["a keyring"]),
    ...(parts.includes("shared") && !existsSync(sharedPath("fixtures"))
      ? ["shared material"]
      : []),
  ];
  if (missing.length === 0) return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error(`CI has no ${missing.join(", no ")}`);
  process.stderr.write(`SKIPPED ${title}: no ${missing.join(", no ")}\n`);
  return skipSuite(title);
}

function hasCommand(name: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
}

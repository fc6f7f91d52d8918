import { existsSync } from "node:fs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export function chromiumPath(): string {
  const found = places.find((path) => existsSync(path));
  if (!found) throw new Error("no Chromium on this machine");
  return found;
}

export function hasChromium(): boolean {
  return places.some((path) => existsSync(path));
}

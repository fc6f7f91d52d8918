import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
/** Bun's names of processors, by Node's. The build without AVX2 starts as fast as the other, and everywhere. */
const suffix = { arm64: "aarch64", x64: "x64-baseline" } as const;

/** The pinned Bun, or null where npm has none for this machine. */
export function pinnedBun(): string | null {
  const { platform, arch } = process;
  if (platform !== "linux" || (arch !== "x64" && arch !== "arm64")) return null;
  const name = `@oven/bun-linux-${suffix[arch]}`;
  const places = ["node_modules", "build/bun/node_modules"].map((modules) =>
    join(root, modules, name, "bin", "bun"),
  );
  return places.find((path) => existsSync(path)) ?? null;
}

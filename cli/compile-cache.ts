import { join } from "node:path";

/**
 * Where Node keeps the compiled form of our code: in the person's own cache folder, never in the shared
 * temporary folder that is Node's default, where somebody else could put code for us to run.
 */
export function compileCacheFolder(): string {
  const {
    XDG_CACHE_HOME: cache,
    LOCALAPPDATA: local,
    HOME: home,
  } = process.env;
  if (process.platform === "win32" && local)
    return join(local, "talos-vault", "compiled");
  if (process.platform === "darwin" && home)
    return join(home, "Library/Caches/talos-vault");
  if (cache?.startsWith("/")) return join(cache, "talos-vault");
  return join(home ?? "/nonexistent", ".cache", "talos-vault");
}

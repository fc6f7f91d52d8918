import { join } from "node:path";
import { codeFolder } from "../shared/node/files/code-folder.ts";

/**
 * Where Node keeps the compiled form of our code: in the person's own cache folder, never in the shared
 * temporary folder that is Node's default, where somebody else could put code for us to run. Null where no folder is ours
 * alone: then we start without.
 */
export function compileCacheFolder(): string | null {
  const place = cachePlace();
  return place === null ? null : codeFolder(place);
}

function cachePlace(): string | null {
  const {
    XDG_CACHE_HOME: cache,
    LOCALAPPDATA: local,
    HOME: home,
  } = process.env;
  if (process.platform === "win32" && local) return join(local, "talos-vault");
  if (process.platform === "darwin" && home)
    return join(home, "Library/Caches/talos-vault");
  if (cache?.startsWith("/")) return join(cache, "talos-vault");
  return home?.startsWith("/") ? join(home, ".cache", "talos-vault") : null;
}

import { FuseV1Options, FuseVersion, type FuseConfig } from "@electron/fuses";

/**
 * What the finished program can never do again, whoever starts it. Each fuse is stated, so that no default of
 * another Electron decides; the packaged program is read back by a test.
 */
export const fuses = {
  // Our signed program runs nobody else's script.
  [FuseV1Options.RunAsNode]: false,
  // We keep no cookies; turning it on touches the keychain at every start.
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // Without a snapshot of our own, true would break the start.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The page lives at app://; nothing of ours is read through file://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies Record<FuseV1Options, boolean>;

/** Electron 25, whose packages tests start where the real one cannot be had, has no such fuses yet. */
const unknownToOlder: readonly string[] = [
  FuseV1Options.GrantFileProtocolExtraPrivileges,
  FuseV1Options.WasmTrapHandlers,
].map(String);
const isForTests = process.env["TALOS_VAULT_MAIN_TARGET"] !== undefined;

export const fuseConfig: FuseConfig = isForTests
  ? {
      version: FuseVersion.V1,
      ...Object.fromEntries(
        Object.entries(fuses).filter(
          ([fuse]) => !unknownToOlder.includes(fuse),
        ),
      ),
    }
  : { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...fuses };

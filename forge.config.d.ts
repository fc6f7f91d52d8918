import type { ForgeConfig } from "@electron-forge/shared-types";
/** Forge makes the application: content, asar, fuses. `npm run package` builds before it. */
declare const config: ForgeConfig;
export default config;

import type { Plugin } from "vite";

/**
 * A warning ends the build, before anything is written: what a bundler only warns of, such as a module of Node's in a
 * page, would be found by a user, and stands in the log of a first `npm start`.
 */
export function refuseWarnings(): Plugin {
  const warnings: string[] = [];
  return {
    name: "refuse-warnings",
    onLog(level, { code, message }) {
      // "use client" is for servers that render React; there is none here.
      if (code === "MODULE_LEVEL_DIRECTIVE") return false;
      // Rolldown goes on after an error in this hook.
      if (level === "warn") warnings.push(message);
      return true;
    },
    generateBundle() {
      if (warnings.length > 0) this.error(warnings.join("\n"));
    },
  };
}

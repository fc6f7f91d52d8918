/** Switches that take a wall away, or run or write what somebody else says; nobody needs one, developers and tests included. */
export const walls = new Set([
  "allow-running-insecure-content",
  "disable-namespace-sandbox",
  "disable-seccomp-filter-sandbox",
  "disable-site-isolation-trials",
  "disable-web-security",
  "gpu-launcher",
  "in-process-gpu",
  "no-sandbox",
  "no-zygote",
  "ppapi-plugin-launcher",
  "renderer-cmd-prefix",
  "single-process",
  "ssl-key-log-file",
  "tls-keylog",
  "utility-cmd-prefix",
]);

/** What a person or a desktop says to an installed app: how it looks, on which display, in which language, where its key lies. */
const installed = new Set([
  "class",
  "disable-gpu",
  "disable-gpu-compositing",
  "enable-wayland-ime",
  "force-color-profile",
  "force-device-scale-factor",
  "force-renderer-accessibility",
  "gtk-version",
  "hidden",
  "high-dpi-support",
  "lang",
  "ozone-platform",
  "ozone-platform-hint",
  "password-store",
  "wayland-text-input-version",
]);

/**
 * Switches of a command line that the app does not start with, as they were typed and without their values. An installed app
 * takes those that are known to be harmless; a build of a developer, which is started by tools, all but those that take a
 * wall away. Chromium reads a single dash like two, up to an argument `--`. `args`: without the program.
 */
export function refusedSwitches(
  args: readonly string[],
  isInstalled: boolean,
): readonly string[] {
  const end = args.indexOf("--");
  return args
    .slice(0, end === -1 ? undefined : end)
    .filter((one) => /^-./.test(one))
    .map((one) => one.replace(/=.*$/s, ""))
    .filter((one) => {
      const name = one.replace(/^--?/, "").toLowerCase();
      return isInstalled ? !installed.has(name) : walls.has(name);
    });
}

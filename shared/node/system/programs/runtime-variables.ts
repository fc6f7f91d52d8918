import { vaultError, type VaultError } from "../../../core/errors.ts";

/**
 * What a runtime is told by a variable and does beside our code: a debugger that every user of the machine can reach, its
 * memory or what TLS carried in a file or on stderr. Node takes an underline for a dash.
 */
const openingSwitch =
  /(?:^|[\s"'])--(inspect|heap-?snapshot|heap-?prof|tls-keylog|trace-tls)/;
const options = ["NODE_OPTIONS", "BUN_OPTIONS"];
const inspector = /^BUN_INSPECT/;
/** Bun starts curl with an address of its makers, or of whoever is named, when it crashes: we report nothing to anybody. */
const crashReports = new Set([
  "BUN_ENABLE_CRASH_REPORTING",
  "BUN_CRASH_REPORT_URL",
]);

/**
 * A variable with which the command line does not start, as it would show our memory to others, or tell somebody of a crash. Null where there is none.
 * What else such a variable does (code that is loaded first, warnings, measurements) is the person's own choice. All of
 * them: docs/decisions/0043.
 */
export function refusedVariable(
  environment: NodeJS.ProcessEnv,
): VaultError | null {
  for (const [name, value = ""] of Object.entries(environment)) {
    const [, found] = options.includes(name)
      ? (openingSwitch.exec(value.replaceAll("_", "-")) ?? [])
      : [];
    if (found !== undefined) return refused(`${name} has --${found}…`, name);
    if (inspector.test(name) && value !== "")
      return refused(`${name} is set`, name);
    if (crashReports.has(name) && value !== "" && value !== "0")
      return reporting(name);
  }
  return null;
}

function refused(what: string, name: string): VaultError {
  return vaultError(
    "usage",
    `${what}: that opens the memory of this program, keys included, to others or to a file.`,
    unsetFor(name),
  );
}

function reporting(name: string): VaultError {
  return vaultError(
    "usage",
    `${name} is set: a crash of this program would be told to somebody over the network.`,
    unsetFor(name),
  );
}

function unsetFor(name: string): string {
  return `Unset it for this command: env -u ${name} talos-vault …`;
}

/** Node's, Bun's and their libraries': they load code, write state to disk, or change what is trusted. */
const ofTheRuntime = /^(?:NODE|BUN|OPENSSL|MALLOC|MIMALLOC)_/;
const others = new Set([
  "SSLKEYLOGFILE",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  // The loader's own that no system needs; it takes them before any program could say no.
  "GCONV_PATH",
  "LD_AUDIT",
  "LD_DEBUG",
  "LD_DEBUG_OUTPUT",
  "LD_PROFILE",
  "LD_PROFILE_OUTPUT",
]);

/**
 * An environment without what a runtime reads, for programs of ours that hold keys. Cleared names stay as keys: Node gives
 * NODE_V8_COVERAGE to every child whose environment does not have that key.
 */
export function withoutRuntimeVariables(
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const upper = name.toUpperCase();
      const isCleared = ofTheRuntime.test(upper) || others.has(upper);
      return [name, isCleared ? undefined : value];
    }),
  );
}

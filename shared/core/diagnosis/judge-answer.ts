import { methodRules } from "../roles/methods.ts";
import type { Trouble } from "./probe.ts";
import type { VerdictCode } from "./verdict.ts";

/** Talos' own words (director.go:123, machinehelper.go:33-35, backend/apid.go:55). */
const answerWords: readonly (readonly [words: string, code: VerdictCode])[] = [
  ["no request forwarding", "worker-endpoint"],
  ["only available on control plane", "control-plane-only"],
  ["maintenance mode", "maintenance"],
  ["invalid target", "node-with-port"],
];

const answerCodes: Readonly<Record<string, VerdictCode>> = {
  unauthenticated: "login-elsewhere",
  unimplemented: "not-talos",
  deadline_exceeded: "no-answer",
  canceled: "no-answer",
  unavailable: "node-unreachable",
  lost: "connection-lost",
};

/** Why a node that talks to us does not answer what it was asked. */
export function judgeAnswer(
  { code, text }: Trouble,
  roles: readonly string[],
): VerdictCode {
  const said = answerWords.find(([words]) => text.includes(words));
  if (said) return said[1];
  // Talos says `not authorized` to all of them (authorizer.go:19).
  if (code === "permission_denied")
    return mayAskVersion(roles) ? "role-refused" : "fine-limited";
  const isForeign = /HTTP|content[- ]type/i.test(text);
  return answerCodes[code] ?? (isForeign ? "not-talos" : "unknown");
}

function mayAskVersion(roles: readonly string[]): boolean {
  const rule = methodRules.find(({ method }) =>
    method.endsWith("MachineService/Version"),
  );
  return roles.some((role) => rule?.roles.includes(role));
}

// One verdict for one probe: which stage of the path to a node is broken, by which facts, and what to do.
// Keep: It judges and asks nobody; codes of verdicts are published in JSON, their sentences are not.
import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "../certificates/read-credential.ts";
import { rolesOf } from "../certificates/summary.ts";
import { momentText } from "../moment-text.ts";
import { readCertificate } from "../pki/certificate.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import { gatherEvidence } from "./evidence.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { judgeClient } from "./judge-client.ts";
import { judgeServer } from "./judge-server.ts";
import {
  judgeConnection,
  judgeContext,
  judgeHandshake,
  judgeProxy,
} from "./judge-path.ts";
import type { Probe, Stage, Trouble } from "./probe.ts";
import { verdictWords, type Subject } from "./verdict-text.ts";
import type { Verdict, VerdictCode } from "./verdict.ts";

/** What a probe is judged with. */
export interface Case {
  /** Name of the context. */
  readonly context: string;
  readonly endpoint: string;
  readonly config: TalosContext;
  readonly probe: Probe;
  readonly now: Date;
}

/** What the judges look at. */
interface Facts extends Case {
  readonly client: ReadCertificate | null;
  readonly server: ReadCertificate | null;
  readonly roles: readonly string[];
}

/** One verdict for one probe: what is the matter, by which facts, and what to do. */
export function diagnose(given: Case): Verdict {
  const [client = null] = certificatesOf(decodeField(given.config.crt));
  const facts: Facts = {
    ...given,
    client,
    server: serverOf(given.probe),
    roles: rolesOf(client?.organizations ?? []),
  };
  const code = judge(facts);
  const [message, next, ...actions] = verdictWords[code](subjectOf(facts));
  const isFine = code.startsWith("fine");
  const { probe } = given;
  return {
    code,
    severity: isFine ? "info" : "error",
    isFine,
    brokenAt: isFine ? null : (probe.trouble?.stage ?? "call"),
    message,
    evidence: gatherEvidence(probe, facts.server),
    next,
    actions,
  };
}

function judge(facts: Facts): VerdictCode {
  const { trouble, node } = facts.probe;
  if (trouble) return judges[trouble.stage](trouble, facts);
  return node?.isInMaintenance ? "maintenance" : "fine";
}

const judges: Readonly<
  Record<Stage, (trouble: Trouble, facts: Facts) => VerdictCode>
> = {
  context: judgeContext,
  proxy: judgeProxy,
  name: () => "name-unknown",
  connect: judgeConnection,
  handshake: judgeHandshake,
  server: (trouble, { server, config, now }) =>
    judgeServer(server, trouble, config, now),
  client: (trouble, { client, config, now }) =>
    judgeClient(client, trouble, config, now),
  call: (trouble, { roles, config }) => {
    const code = judgeAnswer(trouble, roles);
    return code === "login-elsewhere" && config.auth?.siderov1
      ? "fine-elsewhere"
      : code;
  },
};

function subjectOf(facts: Facts): Subject {
  const { endpoint, probe, client, server, roles } = facts;
  const { notBefore, notAfter } = client ?? {};
  return {
    endpoint,
    dials: probe.dials ?? endpoint,
    proxy: probe.proxy ?? "",
    roles: roles.join(", "),
    words: probe.trouble?.text ?? "",
    issuer: server?.issuer ?? "",
    notBefore: notBefore ? momentText(notBefore) : "",
    notAfter: notAfter ? momentText(notAfter) : "",
  };
}

function serverOf({ chain: [leaf] }: Probe): ReadCertificate | null {
  const certificate = leaf ? readCertificate(leaf) : null;
  return leaf && certificate ? { ...certificate, der: leaf } : null;
}

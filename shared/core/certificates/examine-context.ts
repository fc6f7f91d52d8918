// What a credential is, when it ends, and what is wrong with it: the doctor that looks at every import.
// Keep: It asks nobody and changes nothing; the codes of findings are published in JSON.
import {
  judgeEndpoint,
  judgeNode,
  judgeProxyUrl,
} from "../talosconfig/endpoints.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import {
  findingsOfRead,
  readCredentials,
  type ReadCredential,
} from "./credential-findings.ts";
import { credentialKind } from "./credential-kind.ts";
import { severities } from "../problem.ts";
import { finding, type Finding } from "./finding.ts";

/**
 * The import doctor: everything that can be known about a context without asking anybody, worst first.
 * Nothing of it stops an import; a vault may hold an expired credential.
 */
export function examineContext(
  context: TalosContext,
  now: Date,
): readonly Finding[] {
  return readCredentials([context]).flatMap((read) =>
    examineRead(context, read, now),
  );
}

/** The same of one whose credential was read already. */
export function examineRead(
  context: TalosContext,
  read: ReadCredential,
  now: Date,
): readonly Finding[] {
  return [
    ...findingsOfRead(context, read, now),
    ...addressFindings(context),
  ].toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
}

const serviceAccountEndpoint = "talos.default";

/** What can be said of where it is, without reading a certificate. */
function addressFindings(context: TalosContext): readonly Finding[] {
  const { endpoints, nodes, proxyUrl } = context;
  const proxy = proxyUrl === undefined ? null : judgeProxyUrl(proxyUrl);
  return [
    ...endpointListFindings(endpoints),
    ...endpoints.flatMap((text) => endpointFindings(text, context)),
    ...nodeListFindings(context),
    ...nodes.flatMap(nodeFindings),
    ...(proxy?.kind === "broken"
      ? [
          finding(
            "error",
            "proxy-url",
            `proxy-url: ${proxy.reason}`,
            proxy.next,
            ["proxy"],
          ),
        ]
      : []),
  ];
}

function endpointListFindings(
  endpoints: readonly string[],
): readonly Finding[] {
  if (endpoints.length === 0)
    return [
      finding(
        "warning",
        "no-endpoints",
        "The context has no endpoints.",
        "Set them.",
        ["endpoints"],
      ),
    ];
  // The only endpoint that Talos writes for a service account (crd_controller.go:504-634).
  if (endpoints.length > 1 || endpoints[0] !== serviceAccountEndpoint)
    return [];
  return [
    finding(
      "warning",
      "service-account",
      "Talos made it for a service account in the cluster: it lives six hours, and works from pods alone.",
      "Leave it where it is; for yourself take the cluster's own talosconfig.",
    ),
  ];
}

/** talosctl then refuses its commands: "nodes are not set for the command" (cmd/talosctl/pkg/talos/global/factory.go). */
function nodeListFindings({
  nodes,
  endpoints,
}: TalosContext): readonly Finding[] {
  if (nodes.length > 0 || endpoints[0] === serviceAccountEndpoint) return [];
  return [
    finding(
      "info",
      "no-nodes",
      "The context has no nodes: talosctl needs --nodes (-n) with each command.",
      "Set them, or name them each time.",
      ["nodes"],
    ),
  ];
}

function endpointFindings(
  text: string,
  context: TalosContext,
): readonly Finding[] {
  const judged = judgeEndpoint(text);
  if (judged.kind === "broken")
    return [
      finding(
        "error",
        "endpoint",
        `Endpoint "${text}": ${judged.reason}`,
        judged.next,
        ["endpoints"],
      ),
    ];
  if (!/^https:/i.test(text) || credentialKind(context) !== "certificate")
    return [];
  return [
    finding(
      "warning",
      "https-endpoint",
      `Endpoint "${text}" is dialled on port 443, not 50000.`,
      "Right for Omni; for a node leave https:// out.",
      ["endpoints"],
    ),
  ];
}

function nodeFindings(text: string): readonly Finding[] {
  const judged = judgeNode(text);
  return judged.kind === "broken"
    ? [
        finding(
          "error",
          "node",
          `Node "${text}": ${judged.reason}`,
          judged.next,
          ["nodes"],
        ),
      ]
    : [];
}

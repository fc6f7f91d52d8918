import type { Action } from "../problem.ts";
import type { VerdictCode } from "./verdict.ts";

/** What a verdict's words speak of. */
export interface Subject {
  /** As the context spells it. */
  readonly endpoint: string;
  /** Host and port that were dialled. */
  readonly dials: string;
  readonly proxy: string;
  readonly roles: string;
  /** The other side's or the system's own words. */
  readonly words: string;
  /** Who signed the certificate that the server showed. */
  readonly issuer: string;
  /** When the client's certificate begins and ends, for a person. */
  readonly notBefore: string;
  readonly notAfter: string;
}

type Words = (
  subject: Subject,
) => readonly [summary: string, next: string, ...actions: Action[]];

const newCredential =
  "Make a new one, by a node, the authority or the cluster's secrets.yaml.";
const checkEndpoint = "Correct the endpoints.";

function hostOf({ dials }: Pick<Subject, "dials">): string {
  return dials.replace(/:[^:\]]*$/, "");
}

/** What each verdict says, and what to do (talos.md §10; client and server texts are quoted in the evidence). */
export const verdictWords: Readonly<Record<VerdictCode, Words>> = {
  fine: () => ["The node answers.", ""],
  "fine-limited": ({ roles }) => [
    `The node accepts the certificate; ${roles || "no role"} may not ask for its version.`,
    "",
  ],
  "fine-elsewhere": () => [
    "The server answers; talosctl logs in to it through your browser.",
    "",
  ],
  "no-endpoints": () => [
    "The context has no endpoints.",
    "Set them.",
    "endpoints",
  ],
  "endpoint-broken": (subject) => [
    `"${subject.endpoint}" cannot be dialled: ${subject.words}`,
    checkEndpoint,
    "endpoints",
  ],
  "credential-broken": ({ words }) => [
    `The context's credential cannot be used: ${words}`,
    "See what is wrong with it; then import it again.",
    "show",
  ],
  offline: () => [
    "Nothing is contacted: TALOS_VAULT_OFFLINE is set.",
    "Unset it to go on.",
  ],
  "proxy-broken": ({ words }) => [
    words,
    "Correct it: socks5://HOST:PORT, or direct for none.",
    "proxy",
  ],
  "proxy-down": ({ proxy }) => [
    `The proxy ${proxy} does not answer.`,
    "Start it (an SSH tunnel that ended?), or go without: the proxy-url direct.",
    "proxy",
  ],
  "proxy-login": ({ proxy }) => [
    `The proxy ${proxy} wants a user and a password, or others.`,
    "Put them into the proxy-url: socks5://USER:PASSWORD@HOST:PORT.",
    "proxy",
  ],
  "proxy-refused": ({ proxy, dials }) => [
    `The proxy ${proxy} did not connect to ${dials}.`,
    "Ask whoever runs the proxy whether it may and can reach that address; it resolves names itself.",
  ],
  "name-unknown": (subject) => [
    `No address is known for ${hostOf(subject)}.`,
    subject.proxy === ""
      ? "Check the spelling of the endpoint, your VPN and the name server."
      : "With one endpoint talosctl looks the name up on this machine before it asks the proxy. Give its address, or list it twice: then the proxy gets the name.",
    "endpoints",
  ],
  refused: ({ dials }) => [
    `Nothing listens on ${dials}.`,
    "Is the node up, and is it the Talos API's port (50000)? A load balancer without a healthy node refuses as well.",
  ],
  filtered: ({ dials }) => [
    `Nothing at all came back from ${dials}: a firewall drops it, or nobody has that address.`,
    "Check VPN, routes and the firewall for TCP 50000.",
  ],
  unreachable: ({ dials }) => [
    `This machine has no way to ${dials}.`,
    "Check the network and the VPN.",
  ],
  "not-tls": (subject) => [
    `${subject.dials} is no TLS server, so it is not Talos' API.`,
    `The API listens on 50000. ${checkEndpoint}`,
    "endpoints",
  ],
  silent: ({ dials }) => [
    `${dials} takes connections and says nothing.`,
    "A load balancer without a healthy node behind it does that; look at the nodes themselves.",
  ],
  closed: ({ dials }) => [
    `${dials} closed the connection before it said who it is.`,
    "A load balancer without a healthy node, or a firewall that looks into TLS; try a node's own address.",
  ],
  "tls-incompatible": ({ dials }) => [
    `${dials} speaks no TLS that Talos speaks.`,
    "Is it the Talos API's port (50000)?",
  ],
  maintenance: ({ endpoint }) => [
    `The node is in maintenance mode: it has no configuration, and belongs to no cluster.`,
    `Give it one: talosctl apply-config --insecure --nodes ${endpoint} --file controlplane.yaml. If it had one, it was reset.`,
  ],
  "kubernetes-port": (subject) => [
    `${subject.dials} is the Kubernetes API, not Talos'.`,
    "Talos' API listens on 50000: leave the port out of the endpoint.",
    "endpoints",
  ],
  "etcd-port": (subject) => [
    `${subject.dials} is etcd, not Talos' API.`,
    "Talos' API listens on 50000: leave the port out of the endpoint.",
    "endpoints",
  ],
  "other-ca": () => [
    "The node shows a certificate of another Talos CA than the context's: the CA was rotated, or this is another cluster.",
    "If it was rotated, take the contexts to the new CA. If not, correct the endpoints. Do not go on before you know which.",
    "rotation",
    "endpoints",
  ],
  "ca-expired": () => [
    "The CA of the context has ended.",
    "The cluster needs another one (talosctl rotate-ca); then take the contexts to it.",
    "rotation",
  ],
  "no-ca": () => [
    "The context has no CA, and no authority of this machine knows the server.",
    "Import the cluster's own talosconfig again.",
    "show",
  ],
  "clock-behind": () => [
    "By this machine's clock the node's certificate is not valid yet: this clock is slow, or the node's is fast.",
    "Set this machine's clock (timedatectl); a node's certificate lives 24 hours and is new every 12.",
  ],
  "clock-ahead": () => [
    "By this machine's clock the node's certificate has ended: this clock is fast, or the node's stands still.",
    "Set this machine's clock (timedatectl); if it is right, look at the node's: a certificate lives 24 hours and is new every 12.",
  ],
  "name-missing": ({ dials }) => [
    `The node's certificate does not stand for ${hostOf({ dials })}.`,
    "Dial a name that it has, or add this one to machine.certSANs of the control plane nodes (a load balancer or NAT address must be there).",
  ],
  "server-unfit": ({ words }) => [
    `The node's certificate is of the context's CA, and cannot be used: ${words}`,
    "The node needs another certificate: Talos makes a new one every 12 hours and at a restart. With a CA of your own, see what that CA allows.",
    "show",
  ],
  "not-talos": ({ dials, issuer }) => [
    `${dials} is something else than Talos: ${issuer ? `its certificate is by ${issuer}` : "it does not speak the Talos API"}.`,
    "Is it the right address, and the Talos API's port (50000)? A proxy that opens TLS would look like this too.",
  ],
  "no-client-certificate": () => [
    "The node wants a client certificate, and the context has none.",
    "Import a talosconfig that has one, or make one with the cluster's secrets.yaml.",
    "issue",
  ],
  "client-expired": (subject) => [
    `Your certificate ended on ${subject.notAfter}; the cluster's own are in order.`,
    newCredential,
    "renew",
  ],
  "client-not-yet-valid": ({ notBefore }) => [
    `Your certificate begins on ${notBefore}, by this machine's clock in the future.`,
    "Set this machine's clock (timedatectl). If it is right, the certificate was made by a node whose clock is fast.",
  ],
  "clocks-differ": ({ notBefore, notAfter }) => [
    `The node says that your certificate is out of its time, which by this machine's clock is ${notBefore} to ${notAfter}: one of the two clocks is wrong.`,
    "Compare them: talosctl time, and timedatectl here. A certificate made a moment ago is refused by a node whose clock is slow.",
  ],
  "client-other-ca": () => [
    "The node does not accept the CA that signed your certificate: it was rotated away, or the certificate is of another cluster.",
    `${newCredential} After a rotation take all contexts to the new CA.`,
    "rotation",
    "renew",
  ],
  "wrong-key-usage": () => [
    "The node refuses your certificate because its extended key usage is not exactly client authentication (Talos 1.12 and newer; certificates from before 1.3 have more).",
    newCredential,
    "renew",
  ],
  "client-refused": () => [
    "The node refuses your certificate and does not say why.",
    `See what is wrong with it. ${newCredential}`,
    "renew",
    "show",
  ],
  "role-refused": ({ roles }) => [
    `The node accepts the certificate and refuses the call: ${roles || "no role"} is not enough.`,
    "See what it may do; a credential with more is made by an administrator.",
    "can-i",
  ],
  "worker-endpoint": () => [
    "The endpoint is a worker: it passes nothing on to other nodes.",
    `Only control plane nodes can be endpoints. ${checkEndpoint}`,
    "endpoints",
  ],
  "control-plane-only": () => [
    "The endpoint is a worker, and only control plane nodes can do that.",
    checkEndpoint,
    "endpoints",
  ],
  "node-with-port": () => [
    "A node was named with a port, and Talos takes a bare address.",
    "Correct the nodes.",
    "nodes",
  ],
  "node-unreachable": () => [
    "The endpoint answers, and cannot reach the node behind it.",
    "Is that node up, and is its address right? The endpoint's own network counts, not yours.",
  ],
  "connection-lost": ({ dials }) => [
    `${dials} took the call, and the connection was lost before the answer.`,
    "Try again: the node may be restarting, or a load balancer has ended the connection.",
  ],
  "login-elsewhere": () => [
    "The server wants another login than a certificate (Omni, or a proxy before the API).",
    "Run a command of talosctl once: it logs in through your browser.",
  ],
  "no-answer": ({ dials }) => [
    `${dials} takes the call and does not answer in time.`,
    "The node may be overloaded or starting: try again in a moment.",
  ],
  unknown: ({ words }) => [
    "The call failed for a reason that Talos Vault does not know.",
    words.trim() === ""
      ? "The other side gave no reason. Try again; if it stays so, look at the node's log (talosctl logs apid)."
      : "The evidence has the other side's own words.",
  ],
};

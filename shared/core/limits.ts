/* oxlint-disable max-lines -- one table, a row for each thing that comes from outside */
/** A bound on something that comes from outside. */
export interface Limit {
  readonly most: number;
  readonly unit: string;
  /** What is bounded, in words of the page docs/limits.md. */
  readonly thing: string;
  /** Why it is enough, or why more would be harmful. */
  readonly reason: string;
  /** Whose it is: the heading that it stands under. */
  readonly from: string;
}

type Row = Omit<Limit, "from">;

function from<Name extends string>(
  who: string,
  rows: Readonly<Record<Name, Row>>,
): Readonly<Record<Name, Limit>> {
  const entries = Object.entries<Row>(rows);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, { ...one, from: who }]),
  ) as Record<Name, Limit>;
}

function row(most: number, unit: string, thing: string, reason: string): Row {
  return { most, unit, thing, reason };
}

const kibi = 1024;
const mebi = 1024 * kibi;

const files = from("Files of others", {
  input: row(
    32 * mebi,
    "bytes",
    "a file that is read: a talosconfig, secrets, a vault",
    "a context has a few kilobytes; 10,000 of them have 18 MB",
  ),
  contexts: row(
    10_000,
    "entries",
    "contexts of a vault, or of a file",
    "more than any fleet has; lists stay quick",
  ),
  nameLength: row(
    1000,
    "characters",
    "the name of a context",
    "YAML takes a key up to 1,024 characters",
  ),
  yamlDepth: row(
    10_000,
    "levels",
    "collections inside each other in YAML",
    "go-yaml's own bound",
  ),
  yamlEntries: row(
    600_000,
    "entries",
    "entries of a YAML document, counted before it is parsed",
    "10,000 contexts with all their fields",
  ),
  yamlOtherEntries: row(
    60_000,
    "entries",
    'the same, where the word "contexts" is nowhere in it',
    "a machine config has some hundreds",
  ),
  yamlCost: row(
    3_600_000,
    "quarters of an entry",
    "entries, lines, quotes and escapes of a YAML document together",
    "a line costs half of an entry, a quote or an escape a quarter",
  ),
  yamlFollowed: row(
    500,
    "levels",
    "collections and aliases that are followed in a talosconfig",
    "Talos' own fields have four",
  ),
  yamlNodes: row(
    600_000,
    "nodes",
    "nodes of a YAML document, with what its aliases repeat",
    "10,000 contexts with all their fields",
  ),
  pemBlocks: row(
    10_000,
    "blocks",
    "certificates and keys of a PEM file",
    "a system's bundle has some hundred",
  ),
  contextField: row(
    512 * kibi,
    "characters",
    "`ca`, `crt` or `key` of a context",
    "a system's whole bundle of CAs has 300,000; what compares CAs decodes them again and again",
  ),
  contextText: row(
    4096,
    "characters",
    "an address, a cluster's name, a proxy or a login of a context",
    "a name has 253, a token some hundreds",
  ),
  contextAddresses: row(
    5000,
    "addresses",
    "endpoints, or nodes, of a context",
    "Kubernetes' own bound on the nodes of a cluster; each endpoint may be dialled",
  ),
  parserTime: row(
    30,
    "seconds",
    "reading a long file in a thread of its own",
    "10,000 contexts take some seconds",
  ),
  parserMemory: row(
    1024 * mebi,
    "bytes",
    "memory of a thread that reads a long file",
    "YAML takes some thirty times its length",
  ),
  parserThreads: row(
    2,
    "threads",
    "long files that are read at once",
    "a slow one holds up no other",
  ),
  parserWaiting: row(
    8,
    "files",
    "long files that wait to be read",
    "a person opens one at a time",
  ),
});

const commands = from("Commands that run with several contexts", {
  commandLine: row(
    64 * kibi,
    "characters",
    "a line of a command that runs beside others, before it goes on in the next one",
    "what prints without end is shown, and not kept",
  ),
});

const certificates = from("Certificates and keys", {
  der: row(
    64 * kibi,
    "bytes",
    "a certificate or a private key (DER)",
    "one with 1,000 names has 4 KiB, a key of 16,384 bits 9 KiB",
  ),
  rsaBits: row(
    8192,
    "bits",
    "an RSA key that a server shows, a client logs in with or an authority signs with",
    "Go's bound in TLS; a signature with 16,384 holds a thread for half a second",
  ),
  rsaExponentBits: row(
    31,
    "bits",
    "the public exponent of an RSA key",
    "Go's bound; nearly all have 17",
  ),
  chainSignatures: row(
    100,
    "signatures",
    "signatures that are tried to find who signed a certificate",
    "Go's bound; a file may have thousands of CAs of one name",
  ),
  nameComparisons: row(
    250_000,
    "comparisons",
    "names of a chain that are compared with the constraints of its CAs",
    "Go's bound; both lists are the sender's",
  ),
});

const vaults = from("Vaults and backups", {
  vaultFile: row(
    33 * mebi,
    "bytes",
    "vault.age, or a slot beside it",
    "age adds some hundred bytes, and 16 for every 64 KiB",
  ),
  backup: row(
    128 * mebi,
    "bytes",
    "a backup that is restored or imported",
    "it has the vault and, as JSON, the whole ledger",
  ),
  edits: row(
    64 * kibi,
    "bytes",
    "small changes beside a large vault (edits.age)",
    "some hundreds of them; then they are written into the vault",
  ),
  editsFile: row(
    128 * kibi,
    "bytes",
    "edits.age itself",
    "age adds some hundred bytes",
  ),
  ageHeader: row(
    4 * kibi,
    "bytes",
    "the header of a vault's age file",
    "a vault has two or three recipients; each costs a step of X25519",
  ),
  archiveEntries: row(
    64,
    "entries",
    "files and headers in a backup",
    "ours has four, and a desktop may add its own beside each",
  ),
  archiveHeader: row(
    64 * kibi,
    "bytes",
    "an extended header in a backup",
    "it names one file; the library takes time for each line of it",
  ),
  scryptFactor: row(
    20,
    "power of two",
    "scrypt work factor of a passphrase slot",
    "a gibibyte of memory; age writes 18",
  ),
});

const handovers = from("Hand-overs", {
  handoverText: row(
    2 * mebi,
    "bytes",
    "a request, an answer or a receipt, and the mail around it",
    "an answer has four kilobytes, and as many again for each CA of its cluster",
  ),
  handoverWords: row(
    200,
    "characters",
    "the name in a request; who an answer is for, and why",
    "a person reads it before they trust what is beside it",
  ),
  handoverRecipients: row(
    32,
    "recipients",
    "keys that one hand-over is encrypted to",
    "it is one credential: more people are given one each",
  ),
  handoverHeader: row(
    96 * kibi,
    "bytes",
    "the header of an age file that holds a hand-over",
    "32 keys of RSA with 16,384 bits take that much",
  ),
  sshKeyRounds: row(
    100,
    "rounds",
    "rounds of bcrypt behind the passphrase of a key of SSH",
    "ssh-keygen makes 24, and 100 where somebody wants many; that holds a thread for some seconds",
  ),
  handoverRequests: row(
    50,
    "requests",
    "own requests that wait for an answer",
    "each keeps a private key in the vault",
  ),
});

const servers = from("Nodes and proxies", {
  nodeFacts: row(
    64 * kibi,
    "bytes",
    "an answer of a node to Version, Hostname or Time",
    "they have some hundred bytes",
  ),
  nodeCertificate: row(
    mebi,
    "bytes",
    "an answer of a node that holds a credential",
    "it has a few kilobytes",
  ),
  nodeMetadata: row(
    48 * kibi,
    "bytes",
    "what goes to a node beside a call",
    "a server that is told too much ends all calls of a connection",
  ),
  nodeHeaders: row(
    2048,
    "header fields",
    "header fields of a node's answer",
    "a proxy in front of a node adds some",
  ),
  nodeRelease: row(
    64,
    "characters",
    "the release that a node says it has, of which no more is kept",
    "v1.13.0, and a suffix of whoever built it",
  ),
  nodeName: row(
    253,
    "characters",
    "the name that a node says it has, of which no more is kept",
    "the longest that DNS has (RFC 1035 §2.3.4)",
  ),
  nodeWords: row(
    300,
    "characters",
    "the words of a node's refusal, of which no more is repeated",
    "a sentence",
  ),
  certificateWords: row(
    2000,
    "characters",
    "each name of a server's certificate, of which no more is repeated",
    "that of a node with some dozen addresses has a thousand; it is kept in health.json",
  ),
  nodeAnswerTime: row(
    5,
    "seconds",
    "the whole path to a node and its answer, where somebody waits in passing",
    "a terminal, a list; who tries it by hand may say another time",
  ),
  nodeCredentialTime: row(
    10,
    "seconds",
    "the same where a credential is made or proven",
    "nobody wants to begin that again",
  ),
});

const stores = from("Secret stores", {
  storeAnswer: row(
    2 * mebi,
    "bytes",
    "an answer of a secret store",
    "OpenBao takes secrets of 1 MiB at most; a talosconfig has a few kilobytes",
  ),
  storeTime: row(
    30,
    "seconds",
    "an answer of a secret store, from the connection on",
    "it is a small one",
  ),
  awsSecret: row(
    64 * kibi,
    "bytes",
    "a secret that is put into AWS Secrets Manager",
    "its own bound",
  ),
  azureSecret: row(
    25 * kibi,
    "bytes",
    "a secret that is put into an Azure Key Vault",
    "its own bound; a talosconfig of one context has two kilobytes, a machine configuration more",
  ),
  storeLevels: row(
    100,
    "levels",
    "collections inside each other in a secret of which one field is replaced",
    "the others are written again as they were; their values are texts, or small JSON",
  ),
});

const gateways = from("Clients of a gateway", {
  gatewayHandshakes: row(
    64,
    "connections",
    "connections that have not shown who they are; of more the oldest goes",
    "a client of ours is through in milliseconds",
  ),
  gatewayHandshakeTime: row(
    5,
    "seconds",
    "the handshake of a client",
    "it is on this machine",
  ),
  gatewayClients: row(
    128,
    "connections",
    "connections of clients at once",
    "each talosctl has one",
  ),
  gatewayCalls: row(
    512,
    "calls",
    "calls of all clients at once",
    "a dashboard of a dozen nodes has some dozen",
  ),
  gatewayRules: row(
    64,
    "lists of rules",
    "what one session's gateway goes by: its own, and those that its context's guard got while it ran",
    "each call is judged by all of them, and any program of the user can send one",
  ),
  gatewayHeld: row(
    64,
    "calls",
    "calls that wait for a person at once",
    "they are one question, and each keeps its first message",
  ),
  gatewayHeaders: row(
    64 * kibi,
    "bytes",
    "the headers of a call, as HTTP/2 counts them",
    "a hundred nodes have four kilobytes",
  ),
  gatewayHeaderFields: row(
    1024,
    "header fields",
    "header fields of a call",
    "each node that is named is one",
  ),
  gatewayMessage: row(
    4 * mebi,
    "bytes",
    "the first message of a call, where it is read",
    "what gRPC takes unless told otherwise; a machine configuration has some dozen kilobytes",
  ),
  gatewayMessageTime: row(
    10,
    "seconds",
    "the first message of a call, where it is read",
    "it comes right after the headers",
  ),
  gatewayWords: row(
    256,
    "characters",
    "a value in the question about a call, of which no more is shown",
    "a path, an image, a name",
  ),
  gatewayRemembered: row(
    1000,
    "calls",
    "calls of a session that are over and can be looked at",
    "some hundred bytes each",
  ),
});

const locks = from("Locks", {
  lockHolderTime: row(
    30,
    "seconds",
    "one holder of a lock that is waited for",
    "writing a large vault takes seconds",
  ),
  lockWaitTime: row(
    300,
    "seconds",
    "waiting for a lock that goes from one to the next",
    "who waits is told after one second",
  ),
  lockElsewhereTime: row(
    60,
    "seconds",
    "a lock of a container or machine whose processes cannot be seen",
    "nobody holds one for so long",
  ),
  lockFutureTime: row(
    15,
    "seconds",
    "a lock with a time in the future, from when it was first seen",
    "its clock is wrong, or it was planted",
  ),
  lockNamelessTime: row(
    2,
    "seconds",
    "a lock file that names nobody",
    "its name is written in the same moment",
  ),
});

const ours = from("Windows, sockets and keyboards", {
  pageCall: row(
    4 * mebi,
    "bytes",
    "a call of the page in a browser",
    "the largest has the names of all contexts",
  ),
  keptForPage: row(
    4,
    "things",
    "opened files, or authorities, that wait for a window to come back to them",
    "each may hold a whole file",
  ),
  chosenFiles: row(
    1000,
    "files",
    "files chosen at once that wait to be looked at",
    "a path each; more than anybody looks through",
  ),
  typedSecret: row(
    4096,
    "bytes",
    "a passphrase or key that is typed or comes from a descriptor",
    "an endless descriptor must not be read to its end",
  ),
  descriptorTime: row(
    300,
    "seconds",
    "waiting for a secret from a descriptor",
    "a password manager may ask a person first; sudo waits as long for one",
  ),
  socketMessage: row(
    32 * mebi,
    "bytes",
    "a message on the socket of the agent or of a session's holder",
    "an import into an unlocked vault goes through it",
  ),
  socketHeld: row(
    64 * mebi,
    "bytes",
    "messages on one such socket that are not complete, together",
    "of many callers only two may have a large one under way",
  ),
  socketConnections: row(
    64,
    "connections",
    "callers on such a socket at once",
    "a command line asks one question; each terminal's prompt may ask as well",
  ),
  heldSessions: row(
    32,
    "sessions",
    "sessions that the agent of unlock holds for command lines that wait, each a connection",
    "the other half is for questions; one more is held by its own command line",
  ),
  socketMessageTime: row(
    15,
    "seconds",
    "from a connection to its whole message",
    "it comes from this machine, in one piece",
  ),
  socketAnswerTime: row(
    15,
    "seconds",
    "an answer that waits for somebody who does not read it",
    "it is in memory until then",
  ),
  programOutput: row(
    64 * kibi,
    "bytes",
    "what a program says that we ask: pinentry, zenity, ps, talosctl's completion",
    "a passphrase, a time, a list of words",
  ),
  ageKeyFile: row(
    64 * kibi,
    "bytes",
    "a file of age identities for SOPS",
    "an identity has 75, and comments",
  ),
  programTime: row(
    10,
    "seconds",
    "an answer of a program of the system's that asks nobody",
    "PowerShell takes three to start",
  ),
  completionTime: row(
    2,
    "seconds",
    "an answer of talosctl to what a shell completes",
    "somebody has pressed TAB",
  ),
  newsWaiting: row(
    256 * kibi,
    "bytes",
    "news that waits for somebody who does not read it, on a socket or in a page",
    "the answer has all of it, and a page asks again",
  ),
  busMessage: row(
    mebi,
    "bytes",
    "an answer of the keychain over the session bus",
    "a vault's key has some hundred bytes",
  ),
  busTime: row(
    5,
    "seconds",
    "a question to an open keychain, before it is asked by way of the system's library",
    "nobody has to be asked for it",
  ),
  pageSession: row(
    kibi,
    "bytes",
    "a request of a page in a browser that has proven nothing",
    "it has a key of some dozen bytes",
  ),
  pageHeaders: row(
    16 * kibi,
    "bytes",
    "headers of a page's request",
    "a browser sends some hundred bytes, and cookies of other programs on loopback",
  ),
  pageConnections: row(
    32,
    "connections",
    "connections of a browser at once",
    "it opens six to one host",
  ),
  pageHeadersTime: row(
    5,
    "seconds",
    "from a page's connection to the end of its headers",
    "it comes over loopback",
  ),
  pageRequestTime: row(
    60,
    "seconds",
    "from a page's connection to the end of its request",
    "the longest has a file in it",
  ),
});

const own = from("Files of ours", {
  settingsFile: row(
    64 * kibi,
    "bytes",
    "settings.json",
    "it has some hundred bytes",
  ),
  noticesFile: row(
    mebi,
    "bytes",
    "shown-notices.json",
    "a notice for each of 10,000 contexts",
  ),
  notesFile: row(
    mebi,
    "bytes",
    "the notes beside a vault",
    "they have some kilobytes",
  ),
  healthFile: row(
    32 * mebi,
    "bytes",
    "health.json",
    "10,000 contexts with three endpoints each have 11 MB",
  ),
  consentFile: row(
    mebi,
    "bytes",
    "a question to a person that waits, or its answer",
    "32 programs of a chain, with texts that are cut at 2,000 characters",
  ),
  lease: row(
    64 * kibi,
    "bytes",
    "the lease of a session",
    "it has some hundred bytes",
  ),
  sessionText: row(
    64 * kibi,
    "bytes",
    "any other file in a session's folder",
    "it has a line, and what a variable names may be anybody's",
  ),
  processFile: row(
    4 * kibi,
    "bytes",
    "the file that says which process is the agent",
    "it has a hundred bytes",
  ),
  lockFile: row(
    4 * kibi,
    "bytes",
    "the file that says who holds a lock",
    "it has a hundred bytes",
  ),
  ledgerFile: row(
    64 * mebi,
    "bytes",
    "ledger.jsonl",
    "a line has 450 bytes, and none is forgotten: forty a day for ten years",
  ),
  historyFile: row(
    mebi,
    "bytes",
    "lines that tell of sessions that are over, of which the newest are read",
    "some thousand sessions",
  ),
  auditFile: row(
    4096 * mebi,
    "bytes",
    "audit.jsonl, or a part of it",
    "nine million lines, of years; more is nobody's log and would be read for minutes",
  ),
  auditPiece: row(
    mebi,
    "bytes",
    "what is read of audit.jsonl at once",
    "a log of years is never in memory as a whole",
  ),
  auditShown: row(
    10_000,
    "events",
    "events of the audit log that are listed at once",
    "the newest; narrower words, or an export, give the others",
  ),
  recordLine: row(
    64 * kibi,
    "characters",
    "a line of audit.jsonl, ledger.jsonl or history.jsonl",
    "it has some hundred; one without an end holds a thread for seconds",
  ),
});

/**
 * Bounds on what we accept, so that something hostile is refused quickly instead of filling the machine. docs/limits.md
 * is written from here, and each has a test at its edge (test/doubles/at-the-edge.ts).
 */
export const limits = {
  ...files,
  ...commands,
  ...certificates,
  ...vaults,
  ...handovers,
  ...servers,
  ...gateways,
  ...stores,
  ...locks,
  ...ours,
  ...own,
};

export type LimitName = keyof typeof limits;

/** Bytes of a talosconfig or of a vault's content. */
export const maxInputBytes = limits.input.most;

/** Contexts in one vault. */
export const maxContexts = limits.contexts.most;

/** Characters of a context's name. */
export const maxNameLength = limits.nameLength.most;

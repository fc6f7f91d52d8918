/** A bound on something that comes from outside. */
export interface Limit {
  readonly most: number;
  readonly unit: string;
  /** What is bounded, in words of the page docs/limits.md. */
  readonly thing: string;
  /** Why it is enough, or why more would be harmful. */
  readonly reason: string;
}

const kibi = 1024;
const mebi = 1024 * kibi;

/**
 * Bounds on what we accept, so that something hostile is refused quickly instead of filling the machine.
 * docs/limits.md is written from here.
 */
export const limits = {
  input: {
    most: 32 * mebi,
    unit: "bytes",
    thing: "a file that is read: a talosconfig, secrets, a backup",
    reason: "a context has a few kilobytes; 10,000 of them have 18 MB",
  },
  contexts: {
    most: 10_000,
    unit: "entries",
    thing: "contexts of a vault, or of a file",
    reason: "more than any fleet has; lists stay quick",
  },
  nameLength: {
    most: 1000,
    unit: "characters",
    thing: "the name of a context",
    reason: "YAML takes a key up to 1,024 characters",
  },
  yamlDepth: {
    most: 10_000,
    unit: "levels",
    thing: "collections inside each other in YAML",
    reason: "go-yaml's own bound",
  },
  yamlEntries: {
    most: 600_000,
    unit: "entries",
    thing: "entries of a YAML document, counted before it is parsed",
    reason: "10,000 contexts with all their fields",
  },
  yamlOtherEntries: {
    most: 60_000,
    unit: "entries",
    thing: 'the same, where the word "contexts" is nowhere in it',
    reason: "a machine config has some hundreds",
  },
  yamlCost: {
    most: 3_600_000,
    unit: "quarters of an entry",
    thing: "entries, lines, quotes and escapes of a YAML document together",
    reason: "a line costs half of an entry, a quote or an escape a quarter",
  },
  yamlFollowed: {
    most: 500,
    unit: "levels",
    thing: "collections and aliases that are followed in a talosconfig",
    reason: "Talos' own fields have four",
  },
  pemBlocks: {
    most: 10_000,
    unit: "blocks",
    thing: "certificates and keys of a PEM file",
    reason: "a system's bundle has some hundred",
  },
  yamlNodes: {
    most: 600_000,
    unit: "nodes",
    thing: "nodes of a YAML document, with what its aliases repeat",
    reason: "10,000 contexts with all their fields",
  },
  parserTime: {
    most: 30,
    unit: "seconds",
    thing: "reading a long file in a thread of its own",
    reason: "10,000 contexts take some seconds",
  },
  parserMemory: {
    most: 1024 * mebi,
    unit: "bytes",
    thing: "memory of a thread that reads a long file",
    reason: "YAML takes some thirty times its length",
  },
  parserThreads: {
    most: 2,
    unit: "threads",
    thing: "long files that are read at once",
    reason: "a slow one holds up no other",
  },
  parserWaiting: {
    most: 8,
    unit: "files",
    thing: "long files that wait to be read",
    reason: "a person opens one at a time",
  },
  ageHeader: {
    most: 4 * kibi,
    unit: "bytes",
    thing: "the header of a vault's age file that is looked at",
    reason: "a vault has two or three recipients",
  },
  scryptFactor: {
    most: 20,
    unit: "power of two",
    thing: "scrypt work factor of a passphrase slot",
    reason: "a gibibyte of memory; age writes 18",
  },
  nodeFacts: {
    most: 64 * kibi,
    unit: "bytes",
    thing: "an answer of a node to Version, Hostname or Time",
    reason: "they have some hundred bytes",
  },
  nodeCertificate: {
    most: mebi,
    unit: "bytes",
    thing: "an answer of a node that holds a credential",
    reason: "it has a few kilobytes",
  },
  nodeMetadata: {
    most: 48 * kibi,
    unit: "bytes",
    thing: "what goes to a node beside a call",
    reason: "a server that is told too much ends all calls of a connection",
  },
  nodeHeaders: {
    most: 2048,
    unit: "header fields",
    thing: "header fields of a node's answer",
    reason: "a proxy in front of a node adds some",
  },
  pageCall: {
    most: 4 * mebi,
    unit: "bytes",
    thing: "a call of the page in a browser",
    reason: "the largest has the names of all contexts",
  },
  typedSecret: {
    most: 4096,
    unit: "bytes",
    thing: "a passphrase or key that is typed or comes from a descriptor",
    reason: "an endless descriptor must not be read to its end",
  },
  socketMessage: {
    most: 32 * mebi,
    unit: "bytes",
    thing: "a message on the socket of the agent or of a session's holder",
    reason: "an import into an unlocked vault goes through it",
  },
  settingsFile: {
    most: mebi,
    unit: "bytes",
    thing: "settings.json",
    reason: "it has some hundred bytes",
  },
  notesFile: {
    most: mebi,
    unit: "bytes",
    thing: "the notes beside a vault",
    reason: "they have some kilobytes",
  },
  healthFile: {
    most: 64 * mebi,
    unit: "bytes",
    thing: "health.json",
    reason: "10,000 contexts with some endpoints each",
  },
  lease: {
    most: mebi,
    unit: "bytes",
    thing: "the lease of a session",
    reason: "it has some hundred bytes",
  },
  ledgerFile: {
    most: 256 * mebi,
    unit: "bytes",
    thing: "ledger.jsonl",
    reason: "a line has some hundred bytes, and none is forgotten",
  },
  historyFile: {
    most: 256 * mebi,
    unit: "bytes",
    thing: "history.jsonl before it is called damaged",
    reason: "it is cut at a mebibyte",
  },
} as const satisfies Readonly<Record<string, Limit>>;

/** Bytes of a talosconfig or of a vault's content. */
export const maxInputBytes = limits.input.most;

/** Contexts in one vault. */
export const maxContexts = limits.contexts.most;

/** Characters of a context's name. */
export const maxNameLength = limits.nameLength.most;

import type {
  ChangeOutcome,
  NamedChange,
} from "../../../shared/core/agent/changes.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { lessGuardedCopies } from "../../../shared/core/policy/less-guarded-copies.ts";
import { setDefaultRule } from "../../../shared/core/usecases/consent/set-default-rule.ts";
import { editContext } from "../../../shared/core/usecases/contexts/edit-context.ts";
import {
  applyImport,
  importFiles,
} from "../../../shared/core/usecases/imports/apply-import.ts";
import type { Classifier } from "../../../shared/core/ports/classifier.ts";
import type { Examiner } from "../../../shared/core/ports/examiner.ts";
import { examineFiles } from "../../../shared/core/usecases/imports/examine-files.ts";
import { asImport } from "../../../shared/core/usecases/imports/imported-file.ts";
import { removeContexts } from "../../../shared/core/usecases/contexts/remove-contexts.ts";
import {
  forgetRemoved,
  putBack,
} from "../../../shared/core/usecases/contexts/removed-contexts.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import { renameContext } from "../../../shared/core/usecases/contexts/rename-context.ts";
import { useContext } from "../../../shared/core/usecases/contexts/set-current-context.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { VaultPorts } from "../../../shared/core/usecases/vault/ports.ts";
import { warning, type Warning } from "../../../shared/core/warning.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";

type Change = ReturnType<typeof changeVault>;
type Import = Extract<NamedChange, { kind: "import" }>;

/** Where files of an import are read: in the agent not on the thread that answers others. */
export interface ImportReaders {
  readonly parser: Classifier;
  readonly examiner: Examiner;
}

/** Whoever waits for a change. */
export interface Waiting {
  /** Has the last word before the vault is written. */
  readonly judge: () => Result<void>;
  /** Ends the reading of files when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/**
 * Carries out a change by its name: in a command that opens the vault, and in the agent of `unlock`. Errors: those of the
 * change, of opening and of writing; `cancelled` by the signal.
 */
export async function carryOutChange(
  given: VaultPorts,
  readers: () => Promise<ImportReaders>,
  named: NamedChange,
  { judge, signal }: Waiting = { judge: () => success(undefined) },
): Promise<Result<ChangeOutcome>> {
  const told: Warning[] = [];
  const ports = {
    ...given,
    onlooker: {
      ...given.onlooker,
      tell: (more: readonly Warning[]) => void told.push(...more),
    },
  };
  const change: Change = (wanted) =>
    changeVault(ports)((document) => {
      const judged = judge();
      return judged.ok ? wanted(document) : judged;
    });
  if (named.kind === "import") {
    const imported = await importNamed(
      ports,
      change,
      await readers(),
      named,
      signal,
    );
    return imported.ok
      ? success({ ...imported.value, warnings: told })
      : imported;
  }
  const changed = await change((document) =>
    apply(document, named, ports.clock.now()),
  );
  if (!changed.ok) return changed;
  const { document, isChanged, warnings } = changed.value;
  const renamed =
    named.kind === "rename" ? document.contexts.get(named.to) : undefined;
  return success({
    current: document.current,
    isChanged,
    warnings: [
      ...new Set([...warnings, ...told]),
      ...copyWarnings(document, named),
      ...addressWarnings(document, named),
    ],
    files: [],
    wantsLogin: renamed?.config.auth?.siderov1 !== undefined,
  });
}

/** The key that was guarded is lent as before under another name: said, and the change is done all the same. */
function copyWarnings(
  after: VaultDocument,
  named: NamedChange,
): readonly Warning[] {
  if (named.kind !== "edit") return [];
  const found = findContext(after, named.name);
  if (!found.ok) return [];
  const { name } = found.value;
  return lessGuardedCopies(after, name, named.edit).map((copy) =>
    warning(
      "copy-less-guarded",
      `"${copy}" has the same credential as "${name}" and is guarded less: under that name it is lent as before.`,
      { about: { context: copy } },
    ),
  );
}

/** An empty list is a change like any other, and may not be meant. */
function addressWarnings(
  after: VaultDocument,
  named: NamedChange,
): readonly Warning[] {
  const found = named.kind === "edit" ? findContext(after, named.name) : null;
  if (!found?.ok || named.kind !== "edit") return [];
  const { name: context } = found.value;
  const about = { context };
  return [
    ...(named.edit.endpoints?.length === 0
      ? [
          warning(
            "no-address",
            `"${context}" has no endpoints now: nothing can be asked of its cluster.`,
            { next: "Set them.", actions: ["endpoints"], about },
          ),
        ]
      : []),
    ...(named.edit.nodes?.length === 0
      ? [
          warning(
            "no-address",
            `"${context}" has no nodes now: talosctl needs --nodes (-n) with each command.`,
            {
              next: "Set them, or name them each time.",
              actions: ["nodes"],
              about,
            },
            "info",
          ),
        ]
      : []),
  ];
}

function apply(
  document: VaultDocument,
  named: Exclude<NamedChange, Import>,
  now: Date,
): Result<VaultDocument> {
  switch (named.kind) {
    case "use":
      return useContext(document, named.name);
    case "edit":
      return editContext(document, named.name, named.edit);
    case "rename":
      return renameContext(document, named.from, named.to);
    case "remove":
      return removeContexts(document, named.names, now);
    case "put-back":
      return putBack(document, named);
    case "forget":
      return forgetRemoved(document, named.names);
    case "default-consent":
      return setDefaultRule(document, named.rule, named.isAgreed);
  }
}

async function importNamed(
  ports: VaultPorts,
  change: Change,
  { parser, examiner }: ImportReaders,
  { files: given, dryRun, onConflict, use, earlier }: Import,
  signal: AbortSignal | undefined,
): Promise<Result<ChangeOutcome>> {
  const files = [];
  for (const { path, base64, identity } of given) {
    const bytes = new Uint8Array(Buffer.from(base64, "base64"));
    const classified = await parser.classify(bytes, signal);
    if (!classified.ok) return classified;
    const read = asImport(path, { bytes, identity }, classified.value);
    if (!read.ok) return read;
    files.push(read.value);
  }
  const now = ports.clock.now();
  const examined = await examineFiles(examiner, files, now, signal);
  const wantsEarlier = () => earlier;
  const options = { onConflict, use, examined, wantsEarlier };
  const { clock, ledger } = ports;
  const applied = dryRun
    ? await importFiles(ports)(files, { ...options, dryRun })
    : await applyImport({ change, clock, ledger }, files, options);
  if (!applied.ok) return applied;
  const { current, isChanged } = applied.value;
  return success({
    current,
    isChanged,
    warnings: [],
    files: applied.value.files.map(
      ({ path, contexts, warnings, leftOver }) => ({
        path,
        contexts: contexts.map((one) => ({ ...one })),
        warnings,
        leftOver: leftOver.map((one) => ({ ...one })),
      }),
    ),
    wantsLogin: false,
  });
}

import type { HealthStore } from "../../shared/core/ports/health-store.ts";
import type { AuditedLedger } from "../../shared/core/ports/audit.ts";

// What `exec` and `ping` do without after `unlock` is loaded when it is first asked for: Node's promises of files
// and OpenSSL come with it, a tenth of the time that those two take.

/** The audit log and the ledger of the vault in `home`. */
export function lazyLedger(home: string): AuditedLedger {
  const open = async (): Promise<AuditedLedger> => {
    const { ledgerFile } =
      await import("../../shared/node/ledger/ledger-file.ts");
    return ledgerFile(home);
  };
  // One for all: it reads the log's new lines alone.
  let opened: Promise<AuditedLedger> | undefined;
  const load = (): Promise<AuditedLedger> => (opened ??= open());
  return {
    append: async (...lines) => (await load()).append(...lines),
    read: async () => (await load()).read(),
    record: async (...events) => (await load()).record(...events),
    head: async () => (await load()).head(),
    find: async (head) => (await load()).find(head),
    sealed: async () => (await load()).sealed(),
    extend: async (make) => (await load()).extend(make),
  };
}

/** What is known of endpoints, beside the vault in `home`. */
export function lazyHealthStore(home: string): HealthStore {
  const load = async (): Promise<HealthStore> => {
    const { healthFile } =
      await import("../../shared/node/health/health-file.ts");
    return healthFile(home);
  };
  return {
    read: async () => (await load()).read(),
    update: async (now, change) => (await load()).update(now, change),
  };
}

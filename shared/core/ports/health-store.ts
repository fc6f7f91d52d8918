import type {
  HealthByContext,
  StoredHealth,
} from "../diagnosis/stored-health.ts";
import type { Result } from "../result.ts";

/** How endpoints were when they were last asked: a convenience that may be lost at any time. */
export interface HealthStore {
  read(): Promise<StoredHealth>;
  /**
   * Puts what `change` makes of it in the place of what is known, at `now`; nobody else writes in between. Errors:
   * `vault-busy`, `file-failed`, `disk-full`.
   */
  update(
    now: Date,
    change: (known: StoredHealth) => HealthByContext,
  ): Promise<Result<void>>;
}

import type { HealthByContext } from "../diagnosis/health.ts";
import type { Result } from "../result.ts";

/** How endpoints were when they were last asked, by the names that contexts had then: a convenience that may be lost at any time. */
export interface HealthStore {
  read(): Promise<HealthByContext>;
  /** Takes the place of all that was known. Errors: `file-failed`, `disk-full`. */
  write(health: HealthByContext): Promise<Result<void>>;
}

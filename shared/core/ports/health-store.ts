import type { HealthByContext } from "../diagnosis/health.ts";
import type { Result } from "../result.ts";

/** How endpoints were when they were last asked: a convenience that may be lost at any time. */
export interface HealthStore {
  read(): Promise<HealthByContext>;
  /** Takes the place of what was known of these contexts; the others stay. Errors: `file-failed`, `disk-full`. */
  remember(health: HealthByContext): Promise<Result<void>>;
}

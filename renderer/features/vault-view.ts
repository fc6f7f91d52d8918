import type { ListedContext } from "../../shared/contract/contexts.ts";
import type { AppState } from "../../shared/contract/vault.ts";
import type { ListedSession } from "../../shared/contract/sessions.ts";
import type { WireError } from "../../shared/contract/wire.ts";
import type { Settings } from "../../shared/core/settings/settings.ts";

/** What main said last of the open vault; pages show it and ask for the rest. */
export interface VaultView {
  readonly state: AppState;
  readonly settings: Settings;
  /** Why the defaults count in the place of the settings' file; null: they do not. */
  readonly settingsProblem: WireError | null;
  /** Terminals that are installed here. */
  readonly terminals: readonly string[];
  readonly contexts: readonly ListedContext[];
  readonly sessions: readonly ListedSession[];
}

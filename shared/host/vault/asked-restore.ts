import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import type { RestorePlan } from "../../core/usecases/vault/generations/restore-plan.ts";
import type {
  RestoredVault,
  RestoreOptions,
} from "../../core/usecases/vault/restore.ts";

type Confirm = RestoreOptions["confirm"];

interface Asked {
  readonly token: string;
  readonly plan: RestorePlan;
  readonly answer: (isSure: boolean) => void;
  readonly outcome: Promise<Result<RestoredVault>>;
}

/**
 * A restore that stands still where it asks, until the person has answered: nobody chooses a file or types a passphrase
 * twice. There is one at a time; another one, or a lock, takes the question back.
 */
export class AskedRestore {
  #asked: Asked | null = null;
  /** The passphrase that was given meanwhile, for opening what was put in place: nobody types it twice. */
  given: Secret | null = null;

  /** Begins a restore up to its question. Errors: its own, where it comes to none. */
  async begin(
    token: string,
    run: (confirm: Confirm) => Promise<Result<RestoredVault>>,
  ): Promise<Result<RestorePlan>> {
    this.takeBack();
    return new Promise((tell, fail) => {
      const outcome = run(
        (plan) =>
          new Promise((goOn) => {
            const answer = (isSure: boolean) =>
              goOn(isSure ? success(undefined) : failure(takenBack()));
            this.#asked = { token, plan, answer, outcome };
            tell(success(plan));
          }),
      );
      // Whoever was asked has an answer already.
      outcome.then(
        (ended) => tell(ended.ok ? failure(takenBack()) : ended),
        fail,
      );
    });
  }

  /**
   * Lets it go on. Errors: `context-conflict` when the question was taken back; `judge`'s, and then the question stands;
   * those of restoring.
   */
  async finish(
    token: string,
    judge: (plan: RestorePlan) => Result<void>,
  ): Promise<Result<RestoredVault>> {
    const asked = this.#asked;
    if (asked?.token !== token) return failure(takenBack());
    const judged = judge(asked.plan);
    if (!judged.ok) return judged;
    this.#asked = null;
    asked.answer(true);
    return asked.outcome;
  }

  takeBack(): void {
    this.#asked?.answer(false);
    this.#asked = null;
    this.given = null;
  }
}

function takenBack() {
  return vaultError(
    "context-conflict",
    "Something else was begun since: the vault was not restored.",
    "Choose the generation or the backup again.",
  );
}

import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { VaultPorts } from "../../core/usecases/vault/ports.ts";
import { readVaultState } from "../../core/usecases/vault/read-vault-state.ts";
import {
  surveyGenerations,
  type SurveyedGeneration,
} from "../../core/usecases/vault/generations/survey-generations.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { KeptGeneration, KeptGenerations } from "../../contract/vault.ts";
import type { HostContext } from "../host-context.ts";
import { lockedMeanwhile } from "./vault-lock.ts";

const mostNames = 30;

/** Looks into the generations that are kept, with the keys that the page named. */
export async function keptGenerations(
  context: HostContext,
  { with: way, isNamed }: RequestOf<"vault.generations">,
): Promise<Result<KeptGenerations>> {
  const { lock, ports } = context;
  const key =
    way === "recovery-key" ? await ports.person.askRecoveryKey() : null;
  if (key && !key.ok) return key;
  const real = lock.realPorts(way === "passphrase");
  const asking = way === "keychain" ? silently(real) : real;
  const state = await readVaultState(asking)();
  if (!state.ok) return state;
  const survey = await surveyGenerations(asking)(
    state.value.backups,
    key?.value ?? null,
  );
  // A lock takes the names from the page: none may come after it.
  if (lock.hasFallen) return failure(lockedMeanwhile());
  if (!survey.ok)
    return way === "keychain" ? success(unopened(state.value.backups)) : survey;
  const { present, generations } = survey.value;
  return success({
    present,
    generations: generations.map((one) => viewOf(one, isNamed)),
  });
}

function viewOf(
  { name, inside }: SurveyedGeneration,
  isNamed: boolean,
): KeptGeneration {
  if (inside === null) return { name, inside };
  const { writtenAt, contexts, lacking } = inside;
  return {
    name,
    inside: {
      writtenAt: writtenAt.toISOString(),
      contexts,
      lacking: lacking.length,
      names: isNamed ? lacking.slice(0, mostNames) : null,
    },
  };
}

function unopened(names: readonly string[]): KeptGenerations {
  return {
    present: null,
    generations: names.map((name) => ({ name, inside: null })),
  };
}

/** Nobody is asked for a passphrase. */
function silently(ports: VaultPorts): VaultPorts {
  const nobody = vaultError(
    "passphrase-missing",
    "The passphrase opens this vault.",
    "Give it.",
  );
  return { ...ports, passphrase: { ask: async () => failure(nobody) } };
}

import { fewNames } from "../../../shared/core/few-names.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import {
  surveyGenerations,
  type SurveyedGeneration,
} from "../../../shared/core/usecases/vault/generations/survey-generations.ts";
import { readVaultState } from "../../../shared/core/usecases/vault/read-vault-state.ts";
import type { Cli } from "../../cli.ts";
import { table } from "../../output/table.ts";

const dateLength = "2026-11-24 17:20".length;

/**
 * Lists what `restore --generation` takes, newest first, with what each would bring back. Without a key that opens them their numbers
 * are listed all the same, and the error says why no more is known.
 */
export async function listGenerations(
  { ports, terminal }: Cli,
  recoveryKey: Secret | null,
  json: true | undefined,
): Promise<Result<void>> {
  const vault = await ports.vault();
  const state = await readVaultState(vault)();
  if (!state.ok) return state;
  const { backups, path } = state.value;
  const survey = await surveyGenerations(vault)(backups, recoveryKey);
  const generations = survey.ok
    ? survey.value.generations
    : backups.map((name) => ({ name, inside: null }));
  if (json) terminal.json({ generations: generations.map(jsonOf) });
  else if (generations.length === 0)
    terminal.say(`No earlier generation is kept in ${path}.`);
  else
    terminal.outLines(
      table(
        terminal,
        ["GENERATION", "WRITTEN (UTC)", "CONTEXTS", "NOT IN THE VAULT NOW"],
        generations.map(rowOf),
      ),
    );
  return survey.ok ? success(undefined) : failure(survey.error);
}

function rowOf({ name, inside }: SurveyedGeneration): readonly string[] {
  if (inside === null) return [name, "", "", ""];
  return [
    name,
    inside.writtenAt.toISOString().replace("T", " ").slice(0, dateLength),
    String(inside.contexts),
    fewNames(inside.lacking),
  ];
}

function jsonOf({ name, inside }: SurveyedGeneration) {
  return {
    generation: name,
    writtenAt: inside?.writtenAt.toISOString() ?? null,
    contexts: inside?.contexts ?? null,
    lacking: inside?.lacking ?? null,
  };
}

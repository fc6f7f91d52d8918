import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import {
  patienceSeconds,
  writeQuestion,
  type ConsentAct,
  type ConsentQuestion,
} from "../../shared/core/consent/question.ts";
import { processIdentity } from "../../shared/node/system/processes/process-identity.ts";
import type { Machine } from "../cli/harness.ts";
import { questionAbout } from "../doubles/scripted-person.ts";

/**
 * Has a window show a question of a program that waits, with paths that are nobody's, for a picture; the function takes it
 * away again.
 */
export async function plantQuestion(
  machine: Machine,
  act: ConsentAct,
  changed: Partial<ConsentQuestion>,
): Promise<() => void> {
  const asker = spawn("sleep", ["600"], { stdio: "ignore" });
  await once(asker, "spawn");
  const identity = processIdentity(asker.pid ?? 0);
  if (!identity) throw new Error("it has ended already");
  const now = Date.now();
  const question = questionAbout(act, changed);
  const { process } = question;
  const planted: ConsentQuestion = {
    ...question,
    askedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + patienceSeconds * 1000).toISOString(),
    process: { ...process, process: identity },
  };
  const path = `vault/consent/${question.id}`;
  machine.file(`${path}.question`, writeQuestion(planted));
  return () => {
    for (const kind of ["question", "answer"])
      rmSync(`${machine.folder}/${path}.${kind}`, { force: true });
    asker.kill();
  };
}

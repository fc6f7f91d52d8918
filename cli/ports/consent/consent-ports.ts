import type { ConsentPorts } from "../../../shared/core/usecases/consent/ask-and-record.ts";
import {
  askingProcess,
  chainOf,
} from "../../../shared/node/consent/asking-process.ts";
import { FilePerson } from "../../../shared/node/consent/ask-by-file.ts";
import type { Answerer } from "../../../shared/node/consent/may-answer.ts";
import { hasOwnTerminal } from "../../../shared/node/consent/own-terminal.ts";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
import type { Cli } from "../../cli.ts";

/** What a person is asked with from a command. */
export function consentPorts({ ports }: Cli): ConsentPorts {
  const { clock, random, ledger, home } = ports;
  const person = new FilePerson(new QuestionFolder(home));
  return { clock, random, ledger, person, asking: askingProcess };
}

/** Who answers from this command. */
export function answererHere({ terminal }: Cli): Answerer {
  const { terminal: number, session } = askingProcess();
  const isThere = hasOwnTerminal(terminal.isInteractive);
  return {
    chain: chainOf(process.pid),
    // Where the system does not number terminals, that there is one is all that is known.
    terminal: isThere ? (number ?? "of its own") : null,
    session,
  };
}

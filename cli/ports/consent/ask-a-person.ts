import {
  askAboutCall,
  type HoldingSession,
} from "../../../shared/core/usecases/consent/ask-about-call.ts";
import { askForElevation } from "../../../shared/core/usecases/consent/ask-for-elevation.ts";
import type { ConsentPorts } from "../../../shared/core/usecases/consent/ask-and-record.ts";
import {
  askingClient,
  askingProgram,
} from "../../../shared/node/consent/asking-process.ts";
import { FilePerson } from "../../../shared/node/consent/ask-by-file.ts";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
import type { WaysToElevate } from "../../../shared/node/sessions/gateway/elevate-session.ts";
import type { AskPerson } from "../../../shared/node/sessions/gateway/start-session-gateway.ts";

type Ports = Pick<ConsentPorts, "clock" | "random" | "ledger">;

/** A session whose gateway this process holds. */
export interface GatewaySession extends HoldingSession {
  readonly id: string;
  /** Absolute path of the vault's folder. */
  readonly home: string;
  /** Number of the process that it belongs to, for what the system does not say whose it is. */
  readonly owner: () => number;
  /** Is told what a person is asked, without a full stop. */
  readonly onAsk?: (text: string) => void;
}

/** Has a person asked about more for a running session. Who asks is the program that the request came from. */
export function personForElevation(
  ports: Ports,
  session: GatewaySession,
): WaysToElevate["ask"] {
  const { id, home, owner } = session;
  const person = new FilePerson(new QuestionFolder(home));
  return (more, process, signal) => {
    const from = { program: process, owner: owner() };
    const asking = () => askingProgram(from, id);
    return askForElevation({ ...ports, person, asking }, session, more, signal);
  };
}

/**
 * Has a person asked about calls that a guard holds: in a window, in a dialog or on another terminal. Who asks is the
 * program that made the call, so that nothing it or its parents started may answer.
 */
export function personForCalls(
  ports: Ports,
  session: GatewaySession,
): AskPerson {
  const { id, home, owner, onAsk } = session;
  const person = new FilePerson(new QuestionFolder(home));
  return (call, signal) => {
    const asking = () => askingClient(call.connection, owner(), id);
    onAsk?.(call.text);
    return askAboutCall({ ...ports, person, asking }, session, call, signal);
  };
}

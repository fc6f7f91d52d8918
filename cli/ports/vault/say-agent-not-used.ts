import type { PassedBy } from "../../../shared/node/agent/agent-socket.ts";
import type { Cli } from "../../cli.ts";

/** Says why the agent of `unlock` is not asked though it is there, which costs a person their passphrase once more. */
export function sayPassedBy({ terminal }: Cli): (why: PassedBy) => void {
  return (why) =>
    terminal.say(
      why === "stranger"
        ? "What unlock started is of another release of talos-vault and is passed by. Run talos-vault unlock once more."
        : "What unlock started does not answer and is passed by: it was stopped, or hangs. talos-vault lock ends it.",
    );
}

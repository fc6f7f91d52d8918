import type { RotationState } from "../../../shared/core/usecases/clusters/rotation-state.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";
import { withoutGateway } from "../sessions/starting/choose-delivery.ts";

// The first step: talosctl reads the cluster's secrets and changes its configuration, which no gateway lets out.
const commands: Readonly<
  Record<RotationState["phase"], readonly ((name: string) => string)[]>
> = {
  "no-endpoints": [(name) => `set ${name} --endpoints ADDRESS,…`],
  unseen: [(name) => `ping ${name}`],
  steady: [
    (name) =>
      `exec ${name} --role os:admin --delivery ${withoutGateway} -- talosctl rotate-ca --kubernetes=false --dry-run=false --output new-talosconfig`,
    (name) => `rotation ${name} --new new-talosconfig`,
  ],
  "rotated-away": [
    (name) => `rotation ${name} --new FILE`,
    (name) => `set ${name} --endpoints ADDRESS,…`,
  ],
  prepared: [(name) => `rotation ${name}`],
  swapped: [(name) => `rotation ${name} --new FILE`, () => "renew NAME"],
  done: [(name) => `rotation ${name} --finish`],
};

/** What brings a rotation on from where it is. */
export function rotationCommands(
  phase: RotationState["phase"],
  name: string,
): readonly string[] {
  return commands[phase].map(
    (command) => `talos-vault ${command(nameWord(name))}`,
  );
}

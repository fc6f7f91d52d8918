import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import { Machine } from "../harness.ts";

/** A machine whose vault has the os:admin `prod` of an authority of our own. */
export interface AuthorityMachine {
  readonly machine: Machine;
  readonly authority: TestAuthority;
  /** The authority's certificate and key, in a file of PEM. */
  readonly pair: string;
  readonly stop: () => Promise<void>;
}

export async function startAuthorityMachine(): Promise<AuthorityMachine> {
  const machine = await Machine.start();
  const authority = new TestAuthority();
  const prod = contextOf(authority.pair.crt, authority.client());
  const contexts = new Map([["prod", prod]]);
  const input = emitTalosconfig({ context: "prod", contexts });
  const { crt, key } = authority.pair;
  const pair = machine.file("pair.pem", crt + key);
  await machine.run(["init"]);
  await machine.run(["import", "-"], { input });
  return {
    machine,
    authority,
    pair,
    stop: async () => {
      authority.dispose();
      await machine.stop();
    },
  };
}

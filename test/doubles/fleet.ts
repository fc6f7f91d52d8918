import { emitTalosconfig } from "../../shared/core/talosconfig/emit.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import { contextOf, TestAuthority } from "./certificates.ts";

const clusters = [
  { name: "homelab", roles: ["os:admin"], days: 340 },
  { name: "edge-fra1", roles: ["os:admin"], days: 61 },
  { name: "edge-ams1", roles: ["os:operator"], days: 12 },
  { name: "prod-eu", roles: ["os:admin"], days: 203 },
  { name: "prod-us", roles: ["os:reader"], days: 27 },
  { name: "prod-eu-backup", roles: ["os:reader", "os:etcd:backup"], days: 88 },
  { name: "staging", roles: ["os:admin"], days: 150 },
  { name: "ci-runners", roles: ["os:reader"], days: 5 },
] as const;

export interface Fleet {
  /** Of somebody who runs several clusters, `staging` current. */
  readonly talosconfig: string;
  /** The CA of `homelab` and every second context, with its key, as PEM. */
  readonly authority: string;
}

/** For pictures and for looking at. */
export function makeFleet(): Fleet {
  const authorities = [new TestAuthority(), new TestAuthority("ed25519", 700)];
  const contexts = new Map<string, TalosContext>();
  clusters.forEach(({ name, roles, days }, index) => {
    const authority = authorities[index % authorities.length];
    if (!authority) return;
    const context = contextOf(
      authority.pair.crt,
      authority.client({ roles, days }),
    );
    contexts.set(name, {
      ...context,
      endpoints: [
        `10.${String(index + 1)}.0.10`,
        `10.${String(index + 1)}.0.11`,
      ],
      nodes: [`10.${String(index + 1)}.0.10`],
    });
  });
  const [first] = authorities;
  const authority = first ? first.pair.crt + first.pair.key : "";
  for (const one of authorities) one.dispose();
  const talosconfig = emitTalosconfig({ context: "staging", contexts });
  return { talosconfig, authority };
}

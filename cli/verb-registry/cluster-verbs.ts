import type { Verb } from "../cli.ts";

/** What goes to the cluster. */
export const clusterVerbs: Readonly<Record<string, Verb>> = {
  ping: {
    summary:
      "go to every endpoint of a context, and say why one does not answer",
    load: async () =>
      (await import("../commands/health/ping.ts")).configurePing,
  },
  renew: {
    summary:
      "give a context a new credential: made, tried, and only then put in place",
    load: async () =>
      (await import("../commands/renewal/renew.ts")).configureRenew,
  },
  rotation: {
    summary: "take a cluster's contexts through a rotation of its CA",
    load: async () =>
      (await import("../commands/clusters/rotation.ts")).configureRotation,
  },
};

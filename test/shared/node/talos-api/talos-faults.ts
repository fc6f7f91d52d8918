import { onTestFinished, test } from "vitest";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import type { Pair } from "../../../doubles/certificates.ts";
import {
  startFaultNode,
  type FaultNodeOptions,
} from "../../../doubles/fault-node.ts";
import { MadeAuthority } from "../../../doubles/made-certificate.ts";
import {
  contextAt,
  expectVerdict,
  probeAndJudge,
  type ExpectedVerdict,
  type ProbeCase,
} from "./probe-and-judge.ts";

/** Something that is the matter with the path to a node, made to happen, and what has to be said about it. */
export interface Fault extends ExpectedVerdict {
  readonly name: string;
  readonly make: () => ProbeCase | Promise<ProbeCase>;
}

export const ours = MadeAuthority.make();
export const other = MadeAuthority.make();
export const ca = ours.pair.crt;
export const admin = ours.client();
export const server = ours.server();

/** For what ends by no answer. */
export const soon = { patienceMs: 400 };

export function probes(faults: readonly Fault[]): void {
  test.each(faults)("$name is $code", async ({ make, ...expected }) => {
    const { verdict } = await probeAndJudge(await make());
    expectVerdict(verdict, expected);
  });
}

/** Starts something that ends with the test. */
export async function started<T extends { readonly stop: () => unknown }>(
  starting: T | Promise<T>,
): Promise<T> {
  const one = await starting;
  onTestFinished(async () => {
    await one.stop();
  });
  return one;
}

export const startedNode = (request: Partial<FaultNodeOptions> = {}) =>
  started(startFaultNode({ server, clientCa: ca, ...request }));

/** A context for a node of ours with that fault. */
export async function atNode(
  request: Partial<FaultNodeOptions> = {},
  pair: Pair | null = admin,
): Promise<TalosContext> {
  return contextAt((await startedNode(request)).endpoint, ca, pair);
}

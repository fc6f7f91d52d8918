import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { sharedPath } from "../shared-material.ts";
import type { Pair } from "./certificates.ts";

export const prodFiles = [
  "tools/talos-node",
  "fixtures/prod/controlplane.yaml",
  "fixtures/lab/controlplane.yaml",
] as const;

export function machineConfig(cluster: "prod" | "lab"): string {
  const path = sharedPath(`fixtures/${cluster}/controlplane.yaml`);
  return readFileSync(path, "utf8");
}

/** The CA that signs the API's clients and servers of a fixtures' cluster. */
export function authorityOf(cluster: "prod" | "lab"): Pair {
  const [document] = parseAllDocuments(machineConfig(cluster));
  const field = (name: string) =>
    Buffer.from(
      String(document?.getIn(["machine", "ca", name])),
      "base64",
    ).toString("utf8");
  return { crt: field("crt"), key: field("key") };
}

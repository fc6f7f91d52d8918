import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  emitTalosconfig,
  emptyTalosconfig,
} from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { describeWithShared, sharedPath } from "../../../../shared-material.ts";
import { fromVector, type VectorConfig } from "../vector-config.ts";

interface MarshalVector {
  readonly name: string;
  readonly in: VectorConfig;
  readonly yaml: string;
}

const vectorFile = "vectors/talosconfig.json";

describeWithShared("writing as go-yaml does", [vectorFile], () => {
  const vectors = (
    JSON.parse(readFileSync(sharedPath(vectorFile), "utf8")) as {
      marshal: MarshalVector[];
    }
  ).marshal;

  test("the vectors are all there", () => {
    expect(vectors).toHaveLength(123);
  });

  // A context that is null makes talosctl crash; ours cannot hold one.
  const writable = vectors.filter(({ name }) => name !== "null context");

  test.each(writable.map((vector) => [vector.name, vector] as const))(
    "writes %s",
    (_, vector) => {
      expect(emitTalosconfig(fromVector(vector.in))).toBe(vector.yaml);
    },
  );
});

describe("the empty talosconfig", () => {
  test("has 25 bytes and is what an empty configuration is written as", () => {
    expect(emptyTalosconfig).toHaveLength(25);
    expect(emitTalosconfig({ context: "", contexts: new Map() })).toBe(
      emptyTalosconfig,
    );
  });
});

import { describe, expect, test } from "vitest";
import {
  vaultError,
  type ErrorCode,
} from "../../../../../shared/core/errors.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import {
  askInTurn,
  onlyAsker,
} from "../../../../../shared/core/usecases/issuing/try-each-admin.ts";
import type { IssuingPorts } from "../../../../../shared/core/usecases/issuing/issuing-ports.ts";
import { storedOf } from "../../../../doubles/documents.ts";

const named = (name: string) => ({
  name,
  context: storedOf({ endpoints: [], nodes: [] }),
});
const ports = {} as IssuingPorts;

describe("administrators that ask a node, one after another", () => {
  const ask = async (code: ErrorCode, from = ports, isNamed = false) => {
    const asked: string[] = [];
    const first = named("first");
    const askers = { asker: first, next: () => named("second") };
    const made = await askInTurn(
      from,
      isNamed ? onlyAsker(first) : askers,
      async ({ name }) => {
        asked.push(name);
        return name === "first"
          ? failure(vaultError(code, `${name} got nothing.`, ""))
          : success(name);
      },
    );
    return { asked, made: made.ok ? made.value : made.error.message };
  };

  test("what the cluster refused or did not answer is asked once more as the next", async () => {
    const second = { asked: ["first", "second"], made: "second" };
    expect(await ask("cluster-refused")).toEqual(second);
    expect(await ask("cluster-unreachable")).toEqual(second);
  });

  test("a ledger that cannot be written, a cancel and an administrator that a person named are the end of it", async () => {
    const alone = { asked: ["first"], made: "first got nothing." };
    expect(await ask("file-failed")).toEqual(alone);
    const cancelled = { ...ports, signal: AbortSignal.abort() };
    expect(await ask("cluster-refused", cancelled)).toEqual(alone);
    expect(await ask("cluster-refused", ports, true)).toEqual(alone);
  });
});

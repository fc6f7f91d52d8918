import { expect, test } from "vitest";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { withOtherWays } from "../../../../../shared/core/usecases/issuing/other-ways.ts";

test("where nobody is contacted no look at the endpoints is advised", () => {
  const actionsFor = (cause: string) => {
    const error = vaultError("cluster-unreachable", "It is.", "Go on.", cause);
    return withOtherWays(error, "", ["ping", "own-key"]).actions;
  };
  expect(actionsFor("offline: TALOS_VAULT_OFFLINE is set.")).toEqual(["own-key"]); // prettier-ignore
  expect(actionsFor("refused: nothing listens.")).toEqual(["ping", "own-key"]);
});

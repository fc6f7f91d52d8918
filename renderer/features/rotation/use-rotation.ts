import { useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import type { WireError, WireResult } from "../../../shared/contract/wire.ts";
import { useCall } from "../../bridge/client.tsx";
import type { Reissued, RotationState } from "./rotation-steps.ts";

export interface Rotation {
  readonly state: RotationState | null;
  /** What a rotation left, opened in main. */
  readonly opened: ReplyOf<"rotation.open">;
  readonly reissued: readonly Reissued[] | null;
  readonly finished: ReplyOf<"rotation.finish"> | null;
  readonly problem: WireError | null;
  readonly isBusy: boolean;
}

const nothing: Rotation = {
  state: null,
  opened: null,
  reissued: null,
  finished: null,
  problem: null,
  isBusy: false,
};

/** A rotation as far as it is known here. Endpoints are asked when somebody says so. */
export function useRotation(name: string) {
  const call = useCall();
  const [rotation, setRotation] = useState(nothing);
  const run = async <T>(
    work: Promise<WireResult<T>>,
    learn: (value: T) => Partial<Rotation>,
  ): Promise<boolean> => {
    setRotation((before) => ({ ...before, isBusy: true, problem: null }));
    const result = await work;
    setRotation((before) => ({
      ...before,
      isBusy: false,
      ...(result.ok ? learn(result.value) : { problem: result.error }),
    }));
    return result.ok;
  };
  const look = () =>
    run(call("rotation.look", { name }), (state) => ({ state }));
  return {
    rotation,
    look,
    open: (request: { readonly path?: string }) =>
      run(call("rotation.open", request), (opened) => ({ opened })),
    reissue: async (token: string, isUntested: boolean) => {
      const isDone = await run(
        call("rotation.reissue", { name, token, isUntested }),
        (reissued) => ({ reissued, finished: null }),
      );
      // Untested: the endpoints are out of reach.
      if (isDone && !isUntested) await look();
    },
    finish: async () => {
      const isDone = await run(
        call("rotation.finish", { name }),
        (finished) => ({
          finished,
          reissued: null,
        }),
      );
      if (isDone) await look();
    },
  };
}

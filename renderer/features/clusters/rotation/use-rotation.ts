import { useRef, useState } from "react";
import type { ReplyOf, RequestOf } from "../../../../shared/contract/index.ts";
import type {
  WireError,
  WireResult,
} from "../../../../shared/contract/wire.ts";
import { useCall, useHostEvent } from "../../../bridge/client.tsx";
import { useTakeBack } from "../../use-undo.ts";
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

export type ReissueOrder = Omit<RequestOf<"rotation.reissue">, "name">;

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
  const { made, takeBack } = useLastChange();
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
  const inspect = () =>
    run(call("rotation.inspect", { name }), (state) => ({ state }));
  useHostEvent(({ kind }) => {
    // Whatever wrote it, an undo too.
    if (kind !== "vault" || !rotation.state) return;
    const refresh = async () => {
      const known = await call("rotation.known", { name });
      const state = known.ok ? known.value : null;
      if (state) setRotation((before) => ({ ...before, state }));
    };
    void refresh();
  });
  return {
    rotation,
    inspect,
    undo: () =>
      rotation.isBusy
        ? Promise.resolve(false)
        : run(takeBack(), () => ({ reissued: null, finished: null })),
    forget: () => setRotation((before) => ({ ...before, opened: null })),
    open: (request: { readonly path?: string }) =>
      run(call("rotation.open", request), (opened) => ({ opened })),
    reissue: async (order: ReissueOrder) => {
      const isDone = await run(
        call("rotation.reissue", { name, ...order }),
        (reissued) => ({ reissued, finished: null }),
      );
      if (isDone) made();
      // Untested: the endpoints are out of reach.
      if (isDone && !order.isUntested) await inspect();
    },
    finish: async () => {
      const isDone = await run(
        call("rotation.finish", { name }),
        (finished) => ({
          finished,
          reissued: null,
        }),
      );
      if (isDone) made();
      if (isDone) await inspect();
    },
  };
}

/** Takes the last change that was made here back, and none that somebody made since. */
function useLastChange() {
  const offer = useTakeBack();
  const last = useRef(offer);
  return {
    /** There is another one. */
    made: () => {
      const takeBack = offer();
      last.current = () => takeBack;
    },
    takeBack: () => last.current()(),
  };
}

import type { WireResult } from "../../../shared/contract/wire.ts";
import type { Claim } from "./row-store.ts";

/** A page that nobody sees draws no frame, and a busy one draws late: then it waits no longer. */
const longestMs = 100;

/** Keeps what is shown already when it was written, and takes it back when not. */
export async function settle<T>(
  claim: Claim,
  work: Promise<WireResult<T>>,
): Promise<WireResult<T>> {
  try {
    const result = await work;
    if (result.ok) claim.keep();
    else claim.drop();
    return result;
  } catch (error) {
    claim.drop();
    throw error;
  }
}

/**
 * The same, begun after the frame that shows it: what main writes for a click then takes no processor from the frame that
 * answers it.
 */
export function settleOnceShown<T>(
  claim: Claim,
  write: () => Promise<WireResult<T>>,
): Promise<WireResult<T>> {
  return settle(claim, frameShown().then(write));
}

function frameShown(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, longestMs);
  });
}

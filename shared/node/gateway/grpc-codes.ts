/** gRPC's codes that a gateway says by itself (google.golang.org/grpc/codes). */
export const grpcCodes = {
  cancelled: 1,
  permissionDenied: 7,
  resourceExhausted: 8,
  unavailable: 14,
} as const;

/** Before every sentence of ours, so that nobody takes it for a node's. */
export const ourWord = "talos-vault: ";

/** A call that was ended here, and not by a node: gRPC's code, and why. */
export interface OwnEnd {
  readonly code: number;
  readonly message: string;
}

/** A call that the gateway does not pass on; the sentence is told to be ours. */
export function denied(sentence: string): OwnEnd {
  return { code: grpcCodes.permissionDenied, message: ourWord + sentence };
}

/** A call that could not be passed on, and may be tried again. */
export function unavailable(sentence: string): OwnEnd {
  return { code: grpcCodes.unavailable, message: ourWord + sentence };
}

/** google.golang.org/grpc/codes, in the order of their numbers; as talosctl prints them. */
const names = [
  "OK",
  "Canceled",
  "Unknown",
  "InvalidArgument",
  "DeadlineExceeded",
  "NotFound",
  "AlreadyExists",
  "PermissionDenied",
  "ResourceExhausted",
  "FailedPrecondition",
  "Aborted",
  "OutOfRange",
  "Unimplemented",
  "Internal",
  "Unavailable",
  "DataLoss",
  "Unauthenticated",
] as const;

/** gRPC's code as talosctl prints it; one that gRPC does not have as its number. */
export function grpcCodeName(code: number): string {
  return names[code] ?? String(code);
}

import { InvalidArgumentError } from "commander";
import {
  maxCertificateSeconds,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";

/** Seconds, of an option that says how long a certificate is valid, or still is. */
export function readCertificateTtl(text: string): number {
  const seconds = parseDuration(text, maxCertificateSeconds);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError(
    "A duration from a second to a hundred years: 12h, 1d, 8760h.",
  );
}

import * as v from "valibot";
import { actions, severities } from "../problem.ts";

/**
 * The fields of a problem as it goes through a socket, for the codes of its kind: what is no code, severity or action of
 * this release is no problem of it.
 */
export function problemFields<const Codes extends readonly string[]>(
  codes: Codes,
) {
  return {
    code: v.picklist(codes),
    severity: v.picklist(severities),
    message: v.string(),
    next: v.string(),
    actions: v.pipe(v.array(v.picklist(actions)), v.readonly()),
  };
}

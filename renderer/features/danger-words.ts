import type { Danger } from "../../shared/core/policy/guard.ts";

/** Why a name is to be typed, beside the field. */
export const dangerWords: Readonly<Record<Danger, string>> = {
  "root-on-production":
    "It is marked production, and the credential may do everything. A reason is needed too.",
  "unknown-on-production":
    "It is marked production, and what the credential may do is not known here. A reason is needed too.",
  impersonator:
    "os:impersonator can act with any role. A reason is needed too.",
};

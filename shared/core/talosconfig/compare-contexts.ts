import { hidePassword } from "./proxy-password.ts";
import type { TalosContext } from "./types.ts";

/** A field in which two contexts differ. What is secret or long is said to differ, not shown. */
export interface Difference {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const absent = "none";
const hidden = "another one";

/** The fields in which two contexts differ, for a person to choose between them. */
export function compareContexts(
  before: TalosContext,
  after: TalosContext,
): readonly Difference[] {
  const shown: readonly (readonly [
    string,
    (context: TalosContext) => string,
  ])[] = [
    ["endpoints", ({ endpoints }) => endpoints.join(", ")],
    ["nodes", ({ nodes }) => nodes.join(", ")],
    ["cluster", ({ cluster }) => cluster ?? ""],
    ["proxy-url", ({ proxyUrl }) => hidePassword(proxyUrl ?? "")],
    ["auth.siderov1.identity", ({ auth }) => auth?.siderov1?.identity ?? ""],
    ["auth.basic.username", ({ auth }) => auth?.basic?.username ?? ""],
  ];
  const concealed: readonly (readonly [
    string,
    (context: TalosContext) => string,
  ])[] = [
    ["ca", ({ ca }) => ca ?? ""],
    ["crt", ({ crt }) => crt ?? ""],
    ["key", ({ key }) => key?.reveal() ?? ""],
    ["auth.basic.password", ({ auth }) => auth?.basic?.password.reveal() ?? ""],
    ["proxy-url password", ({ proxyUrl }) => proxyUrl ?? ""],
  ];
  const visible = shown.flatMap(([field, read]) => {
    const [old, now] = [read(before), read(after)];
    return old === now
      ? []
      : [{ field, before: old || absent, after: now || absent }];
  });
  const invisible = concealed.flatMap(([field, read]) => {
    const [old, now] = [read(before), read(after)];
    if (old === now || visible.some((one) => field.startsWith(one.field)))
      return [];
    return [
      { field, before: old ? "one" : absent, after: now ? hidden : absent },
    ];
  });
  return [...visible, ...invisible];
}

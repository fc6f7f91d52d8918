import type { TalosContext } from "../talosconfig/types.ts";
import { relativeTime } from "./relative-time.ts";
import { summarizeCertificate } from "./summary.ts";

const dateLength = "2026-11-24".length;

/** The text of `talosctl config info`, to the byte (cmd/talosctl/cmd/talos/config.go:501-512). */
export function infoLikeTalosctl(
  name: string,
  context: TalosContext,
  now: Date,
): string {
  const certificate = summarizeCertificate(context);
  const listed = (values: readonly string[]) =>
    values.length > 0 ? values.join(", ") : "not defined";
  const lines = [
    `Current context:     ${name}`,
    `Nodes:               ${listed(context.nodes)}`,
    `Endpoints:           ${listed(context.endpoints)}`,
  ];
  if (certificate && certificate.roles.length > 0)
    lines.push(
      `Roles:               ${certificate.roles.toSorted().join(", ")}`,
    );
  if (certificate) {
    const { notAfter } = certificate;
    const date = notAfter.toISOString().slice(0, dateLength);
    lines.push(`Certificate expires: ${relativeTime(notAfter, now)} (${date})`);
  }
  return `${lines.join("\n")}\n`;
}

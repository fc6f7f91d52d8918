import { compareNaturally } from "../natural-order.ts";
import {
  doubleQuoted,
  isBreak,
  needsExplicitKey,
  singleQuoted,
  styleOf,
} from "./scalar.ts";
import type { TalosAuth, Talosconfig, TalosContext } from "../types.ts";
import { Secret } from "../../secret.ts";

/** What talosctl makes of a new file; a session that has ended holds these 25 bytes. */
export const emptyTalosconfig = 'context: ""\ncontexts: {}\n';

const step = 4;
const pad = (columns: number) => " ".repeat(columns);

/**
 * A talosconfig byte for byte as talosctl writes it (pkg/machinery/client/config/config.go:192, go-yaml
 * v4.0.0-rc.6 with its v3 defaults): four spaces, sequences indented below their key, keys in natural
 * order, go-yaml's own choice of quotes. No YAML library of JavaScript's writes this layout.
 */
export function emitTalosconfig(config: Talosconfig): string {
  const contexts = [...config.contexts].toSorted(([a], [b]) =>
    compareNaturally(a, b),
  );
  const lines = [pair("context", config.context, 0)];
  if (contexts.length === 0) lines.push("contexts: {}");
  else
    lines.push(
      "contexts:",
      ...contexts.flatMap(([name, context]) => entry(name, context)),
    );
  return `${lines.join("\n")}\n`;
}

function entry(name: string, context: TalosContext): string[] {
  const body = contextLines(context, 2 * step);
  if (!needsExplicitKey(name))
    return [`${pad(step)}${value(name, step, true)}:`, ...body];
  const [first = "", ...rest] = body;
  const key = `${pad(step)}? ${value(name, step, false)}`;
  // An explicit key's value starts on the line of its colon, one step in.
  return [key, `${pad(step)}:${pad(step - 1)}${first.trimStart()}`, ...rest];
}

function contextLines(context: TalosContext, indent: number): string[] {
  return [
    ...scalarLines("target", context.target, indent),
    ...listLines("endpoints", context.endpoints, indent),
    ...(context.nodes.length > 0
      ? listLines("nodes", context.nodes, indent)
      : []),
    ...scalarLines("ca", context.ca, indent),
    ...scalarLines("crt", context.crt, indent),
    ...scalarLines("key", context.key?.reveal(), indent),
    ...authLines(context.auth, indent),
    ...scalarLines("cluster", context.cluster, indent),
    ...scalarLines("proxy-url", context.proxyUrl, indent),
  ];
}

function authLines(auth: TalosAuth | undefined, indent: number): string[] {
  if (!auth?.basic && !auth?.siderov1) return [];
  const lines = [`${pad(indent)}auth:`];
  const inner = indent + step;
  if (auth.basic)
    lines.push(
      `${pad(inner)}basic:`,
      pair("username", auth.basic.username, inner + step),
      pair("password", auth.basic.password.reveal(), inner + step),
    );
  if (auth.siderov1)
    lines.push(
      `${pad(inner)}siderov1:`,
      pair("identity", auth.siderov1.identity, inner + step),
    );
  return lines;
}

/** An optional field: Talos leaves it out when it is empty. */
function scalarLines(
  key: string,
  text: string | undefined,
  indent: number,
): string[] {
  return text === undefined || text === "" ? [] : [pair(key, text, indent)];
}

function listLines(
  key: string,
  items: readonly string[],
  indent: number,
): string[] {
  if (items.length === 0) return [`${pad(indent)}${key}: []`];
  const dash = `${pad(indent + step)}- `;
  return [
    `${pad(indent)}${key}:`,
    ...items.map((item) => dash + scalar(item, indent + step + 2, false)),
  ];
}

function pair(key: string, text: string, indent: number): string {
  return `${pad(indent)}${key}: ${value(text, indent, false)}`;
}

/** A scalar below a key that stands at `indent`: its further lines are one step deeper. */
function value(text: string, indent: number, isKey: boolean): string {
  return scalar(text, indent + step, isKey);
}

/** A value whose further lines, if it has any, stand at `indent`. */
export function emitScalar(text: string, indent: number): string {
  return scalar(text, indent, false);
}

/** A key without its colon, of one line and not too long for one (`needsExplicitKey`). */
export function emitKey(text: string, indent: number): string {
  return scalar(text, indent, true);
}

function scalar(text: string, indent: number, isKey: boolean): string {
  const style = styleOf(text, isKey);
  switch (style) {
    case "plain":
      return text;
    case "single":
      return singleQuoted(text, pad(indent));
    case "double":
      return doubleQuoted(text);
    case "literal":
      return literal(text, pad(indent));
  }
}

function literal(text: string, indent: string): string {
  const [first = ""] = text;
  const hint = first === " " ? String(step) : "";
  const runes = [...text];
  const breaksAtEnd =
    runes.length - runes.findLastIndex((rune) => !isBreak(rune)) - 1;
  const chomp =
    breaksAtEnd === 0 ? "-" : breaksAtEnd > 1 || runes.length === 1 ? "+" : "";
  const body = runes.map((rune, index) => {
    const before = runes[index - 1] ?? "\n";
    return isBreak(before) && !isBreak(rune) ? indent + rune : rune;
  });
  const lines = body.join("");
  return `|${hint}${chomp}\n${lines.endsWith("\n") ? lines.slice(0, -1) : lines}`;
}

/** The talosconfig of a session: one context, current, under its own name, in talosctl's layout. */
export function sessionDocument(name: string, context: TalosContext): Secret {
  return new Secret(
    emitTalosconfig({ context: name, contexts: new Map([[name, context]]) }),
  );
}

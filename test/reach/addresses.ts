import * as fc from "fast-check";

/** Spellings of endpoints, some of which talosctl dials. */
export const spellings: readonly string[] = [
  "192.0.2.10",
  "192.0.2.10:443",
  "https://192.0.2.10",
  "https://cp.zone.test",
  "HTTPS://cp.zone.test",
  "https://cp.zone.test:",
  "https://me:x@cp.zone.test/path?x",
  "http://cp.zone.test",
  "http://cp.zone.test:",
  "grpc://cp.zone.test:50220",
  "CP.Zone.Test",
  "cp.zone.test.",
  "cp.zone.test.:443",
  "cp.zone.test..",
  "cp",
  "cp.",
  "file",
  "file.",
  "file.zone.test.",
  "two.zone.test",
  "a.wild.zone.test",
  "b.a.wild.zone.test",
  "under_score.zone.test",
  "xn--bcher-kva.zone.test",
  "b\u{fc}cher.zone.test",
  "::ffff:192.0.2.10",
  "[::ffff:192.0.2.10]:443",
  "::ffff:c000:20a",
  "::ffff:192.0.2.010",
  "fd00::10",
  "FD00::10",
  "fd00:0:0::0010",
  "[fd00::10]:443",
  "https://[fd00::10]",
  "http://[fd00::10]",
  "[fd00::10]",
  "fd00::10%lo",
  "[fd00::10%lo]:50000",
  "https://[fd00::10%25lo]",
  "[192.0.2.10]:50220",
  "[cp.zone.test]:50220",
  "https://[192.0.2.10]",
  "grpc://[cp.zone.test]:50220",
  "192.0.2.10:050220",
  "192.0.2.10:https",
  "cp.zone.test:HTTPS",
  "cp.zone.test:+50220",
  "cp.zone.test:0",
  "cp.zone.test:50220/",
  "192.000.002.010",
  "0300.0.2.10",
  "0xc000020a",
  "3221225994",
  "192.0.2.10.",
  "//cp.zone.test",
  "https://cp%2ezone.test",
  "-cp.zone.test",
  "nobody.zone.test",
];

const host = fc.constantFrom(
  "192.0.2.10",
  "cp.zone.test",
  "cp",
  "CP.zone.test.",
  "file.zone.test.",
  "two.zone.test",
  "b.wild.zone.test",
  "fd00::10",
  "fd00::0:10",
  "::ffff:192.0.2.10",
  "::ffff:c000:020A",
  "192.0.2.010",
  "192.0.522",
  "10-0-0-1",
);
const scheme = fc.constantFrom("", "", "https://", "HTTPS://", "grpc://", "tcp://"); // prettier-ignore
const user = fc.constantFrom("", "", "", "me@", "me:p%40@");
const port = fc.constantFrom("", "", ":50220", ":443", ":00443", ":https", ":", ":+443", ":50220x", ":70000"); // prettier-ignore
const rest = fc.constantFrom("", "", "", "/", "/a?b", "#c", "?x=:1");
const isBracketed = fc.boolean();

/** An endpoint put together of parts that are right or wrong. */
export const someEndpoint: fc.Arbitrary<string> = fc
  .tuple(scheme, user, host, isBracketed, port, rest)
  .map(([before, who, name, brackets, after, path]) => {
    const isUrl = before !== "";
    // `cp:` by itself is a URL without a host for Go, which dials localhost: refused here (docs/decisions/0031).
    const end = isUrl || after !== ":" ? after : "";
    const written = brackets || (name.includes(":") && end !== "") ? `[${name}]` : name; // prettier-ignore
    return `${before}${isUrl ? who : ""}${written}${end}${isUrl ? path : ""}`;
  });

import * as fc from "fast-check";
import type { AuthorityShape } from "./authority-shapes.ts";
import {
  alternative,
  authorityKeyId,
  basic,
  commonName,
  constraints,
  extended,
  make,
  nameOf,
  subjectKeyId,
  unknown,
  usage,
  type Shape,
} from "./made-shape.ts";

/** Mostly the first, so that not everything is wrong at once. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(usual, ...others) },
  );
}

const choices = fc.record({
  caId: mostly(null, "a", "b"),
  leafId: mostly(null, "a", "b"),
  string: mostly("printable" as const, "utf8" as const),
  issuerString: mostly("printable" as const, "utf8" as const),
  caUsage: mostly(0x84, null, 0x80),
  caBasic: mostly<readonly [boolean, number?] | null>([true], null, [false], [true, 0]), // prettier-ignore
  caExtended: mostly(null, ["server"] as const, ["client"] as const, ["client", "server"] as const), // prettier-ignore
  extended: mostly(["server"] as const, null, ["client"] as const, ["client", "server"] as const), // prettier-ignore
  names: mostly(["127.0.0.1", "localhost"], ["127.0.0.1"], ["localhost"], ["127.0.0.1", "a.test"], ["*.test", "127.0.0.1"], []), // prettier-ignore
  subject: mostly("node", "localhost", "127.0.0.1", "a.other.test"),
  permitted: mostly<readonly string[]>([], ["test"], ["localhost"], ["127.0.0.0/8"], ["10.0.0.0/8"]), // prettier-ignore
  excluded: mostly<readonly string[]>([], ["a.test"], ["127.0.0.0/8"]),
  isUnknown: mostly(false, true),
  decoys: fc.nat(2),
  isDecoyFirst: fc.boolean(),
  middle: mostly("none" as const, "sent" as const, "believed" as const),
  hours: mostly<readonly [number, number]>([-1, 24], [-9, -1], [1, 9]),
  host: fc.constantFrom("127.0.0.1", "localhost", "::ffff:127.0.0.1"),
});
type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** A chain whose every part may be as Talos makes it, or otherwise. */
export const someShape: fc.Arbitrary<AuthorityShape> = choices.map(build);

function build(chosen: Choices): AuthorityShape {
  const name = nameOf("talos", chosen.string);
  const ca = make({ name, extensions: extensionsOfCa(chosen) });
  const decoys = Array.from({ length: chosen.decoys }, () =>
    make({ name, extensions: [usage(0x84), basic(true)] }),
  );
  const middle =
    chosen.middle === "none"
      ? null
      : make({ name: nameOf("middle"), by: ca, extensions: [usage(0x84), basic(true)] }); // prettier-ignore
  const own = leafOf(chosen, middle ?? ca);
  const believed = chosen.middle === "believed" && middle ? middle : ca;
  return {
    name: JSON.stringify(chosen),
    ca: chosen.isDecoyFirst ? [...decoys, believed] : [believed, ...decoys],
    chain: [own, ...(middle && chosen.middle === "sent" ? [middle] : [])],
    host: chosen.host,
  };
}

function extensionsOfCa(chosen: Choices) {
  const { caUsage, caBasic, caId, caExtended, permitted, excluded } = chosen;
  const isConstrained = permitted.length + excluded.length > 0;
  return [
    ...(caUsage === null ? [] : [usage(caUsage)]),
    ...(caBasic === null ? [] : [basic(...caBasic)]),
    ...(caId === null ? [] : [subjectKeyId(caId)]),
    ...(caExtended === null ? [] : [extended(...caExtended)]),
    ...(isConstrained ? [constraints(permitted, excluded)] : []),
  ];
}

function leafOf(chosen: Choices, by: Shape): Shape {
  const { leafId, names, hours, subject, isUnknown } = chosen;
  const isUnderRoot = chosen.middle === "none";
  return make({
    name: commonName(subject),
    by,
    hours,
    ...(isUnderRoot ? { issuer: nameOf("talos", chosen.issuerString) } : {}),
    extensions: [
      usage(0x80),
      ...(chosen.extended === null ? [] : [extended(...chosen.extended)]),
      ...(names.length === 0 ? [] : [alternative(names)]),
      ...(leafId === null ? [] : [authorityKeyId(leafId)]),
      ...(isUnknown ? [unknown(true)] : []),
    ],
  });
}

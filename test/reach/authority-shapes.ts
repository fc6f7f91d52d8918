import { generateKeyPairSync } from "node:crypto";
import type { Node } from "../../shared/core/pki/der.ts";
import {
  alternative,
  authorityKeyId,
  basic,
  commonName,
  constraints,
  ed25519,
  extended,
  make,
  nameOf,
  subjectKeyId,
  unknown,
  usage,
  type Shape,
  type ShapeOptions,
} from "./made-shape.ts";

/** What a server shows, and what a context believes. */
export interface AuthorityShape {
  readonly name: string;
  /** PEM of `ca`. */
  readonly ca: readonly Shape[];
  /** The server's own certificate, and what it sends with it. */
  readonly chain: readonly Shape[];
  /** How the context spells the server; the port is added. */
  readonly host?: string;
}

/** Talosctl takes these and we do not: nothing weaker than Go is done for them (docs/decisions/0030). */
export const refusedHere: readonly string[] = [
  "any extended key usage",
  "two intermediates, the other way round",
  "an intermediate of a stranger before the right one",
];

const here = ["127.0.0.1", "::1", "localhost"];
const certSign = 0x84;
const signing = 0x80;

const root = (shape: Partial<ShapeOptions> = {}) =>
  make({
    name: nameOf("talos"),
    extensions: [usage(certSign), basic(true)],
    ...shape,
  });

const leaf = (
  by: Shape | undefined,
  shape: Partial<ShapeOptions> = {},
  ...more: readonly Node[]
) =>
  make({
    name: commonName("node"),
    ...(by ? { by } : {}),
    extensions: [
      usage(signing),
      extended("server"),
      alternative(here),
      ...more,
    ],
    ...shape,
  });

/** A leaf with these instead of a Talos node's. */
const odd = (by: Shape, ...extensions: readonly Node[]) =>
  leaf(by, { extensions });

/** Each way in which a CA, a chain or a certificate can be made; some talosctl takes, some it does not. */
export function authorityShapes(): readonly AuthorityShape[] {
  return [
    ...anchors(),
    ...keyIds(),
    ...naming(),
    ...purposes(),
    ...chains(),
    ...constrained(),
    ...times(),
  ];
}

function anchors(): readonly AuthorityShape[] {
  const top = root();
  const middle = root({ name: nameOf("middle"), by: top });
  const single = leaf(undefined);
  const other = root();
  const old = make({ name: nameOf("talos"), version: 1 });
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const curved = root({ key: p256 });
  const bulky = root({ key: rsa });
  return [
    { name: "a root", ca: [top], chain: [leaf(top)] },
    { name: "another root", ca: [other], chain: [leaf(top)] },
    { name: "an intermediate as ca", ca: [middle], chain: [leaf(middle)] },
    { name: "an intermediate beside another root", ca: [other, middle], chain: [leaf(middle)] }, // prettier-ignore
    { name: "an intermediate that the server sends", ca: [top], chain: [leaf(middle), middle] }, // prettier-ignore
    { name: "an intermediate that nobody sends", ca: [top], chain: [leaf(middle)] }, // prettier-ignore
    { name: "the server's own certificate, self-signed", ca: [single], chain: [single] }, // prettier-ignore
    (() => { const one = leaf(top); return { name: "the server's own certificate, signed", ca: [one], chain: [one] }; })(), // prettier-ignore
    { name: "a root of version 1", ca: [old], chain: [leaf(old)] },
    { name: "a P-256 root", ca: [curved], chain: [leaf(curved)] },
    { name: "an RSA root", ca: [bulky], chain: [leaf(bulky)] },
  ];
}

function keyIds(): readonly AuthorityShape[] {
  const key = ed25519();
  const ca = (id: string, shape: Partial<ShapeOptions> = {}) =>
    root({ key, extensions: [usage(certSign), basic(true), subjectKeyId(id)], ...shape }); // prettier-ignore
  const signed = (by: Shape, id: string) => leaf(by, {}, authorityKeyId(id));
  const [one, same] = [ca("one"), ca("two")];
  const others = Array.from({ length: 4 }, () => root());
  const right = root();
  return [
    {
      name: "key identifiers that fit",
      ca: [one],
      chain: [signed(one, "one")],
    },
    { name: "key identifiers that differ", ca: [one], chain: [signed(one, "x")] }, // prettier-ignore
    { name: "a root that was made again with its key", ca: [same], chain: [signed(one, "one")] }, // prettier-ignore
    { name: "a key identifier that the root lacks", ca: [root({ key })], chain: [signed(one, "one")] }, // prettier-ignore
    { name: "a key identifier of another root of that name", ca: [root({ extensions: [usage(certSign), basic(true), subjectKeyId("x")] }), one], chain: [signed(one, "x")] }, // prettier-ignore
    { name: "the last of five roots of one name", ca: [...others, right], chain: [leaf(right)] }, // prettier-ignore
    {
      name: "none of four roots of one name",
      ca: others,
      chain: [leaf(right)],
    },
    { name: "an expired root and the same made again", ca: [ca("one", { hours: [-9, -1] }), same], chain: [signed(one, "one")] }, // prettier-ignore
  ];
}

function naming(): readonly AuthorityShape[] {
  const top = root();
  const by = (issuer: Node) => leaf(top, { issuer });
  const plain = (extensions: readonly Node[], name = "localhost") =>
    leaf(top, { name: commonName(name), extensions: [usage(signing), extended("server"), ...extensions] }); // prettier-ignore
  const named = (name: string, names: readonly string[], host = "localhost") => ({ name, ca: [top], chain: [plain([alternative(names)])], host }); // prettier-ignore
  return [
    { name: "an issuer in another kind of string", ca: [top], chain: [by(nameOf("talos", "utf8"))] }, // prettier-ignore
    { name: "an issuer in capitals", ca: [top], chain: [by(nameOf("Talos"))] },
    { name: "an issuer with more blanks", ca: [top], chain: [by(nameOf(" talos"))] }, // prettier-ignore
    { name: "an issuer of another part", ca: [top], chain: [by(commonName("talos"))] }, // prettier-ignore
    named("a common name and only an address besides", ["192.0.2.1"]),
    { name: "a common name alone", ca: [top], chain: [plain([])], host: "localhost" }, // prettier-ignore
    { name: "a common name that is the address", ca: [top], chain: [plain([alternative(["x.test"])], "127.0.0.1")] }, // prettier-ignore
    named("another name", ["x.test"]),
    named("its name in capitals", ["LOCALHOST"]),
    named("its name with a final dot", ["localhost."]),
    named("a star alone", ["*"]),
    named("a star within a label", ["local*"]),
    named("an address as a name", ["127.0.0.1.", "x"], "127.0.0.1"),
    named("an address as IPv6", ["mapped:127.0.0.1"], "127.0.0.1"),
    named("an address spelled as IPv6", ["127.0.0.1"], "::ffff:127.0.0.1"),
    named("another address", ["127.0.0.2"], "127.0.0.1"),
    { name: "critical names", ca: [top], chain: [plain([alternative(here, true)])] }, // prettier-ignore
    { name: "names twice", ca: [top], chain: [plain([alternative(here), alternative(here)])] }, // prettier-ignore
  ];
}

function purposes(): readonly AuthorityShape[] {
  const top = root();
  const server = [usage(signing), alternative(here)];
  const shape = (name: string, ...extensions: readonly Node[]) => ({ name, ca: [top], chain: [odd(top, ...extensions)] }); // prettier-ignore
  const under = (name: string, ...extensions: readonly Node[]) => {
    const ca = root({ extensions });
    return { name, ca: [ca], chain: [leaf(ca)] };
  };
  return [
    shape("no extended key usage", ...server),
    shape("any extended key usage", ...server, extended("any")),
    shape("both extended key usages", ...server, extended("client", "server")),
    shape("a client's certificate", ...server, extended("client")),
    shape("a certificate for code", ...server, extended("code")),
    shape("no key usage", extended("server"), alternative(here)),
    shape("an unknown extension", ...server, unknown(false)),
    shape("an unknown critical extension", ...server, unknown(true)),
    under("a CA for clients", usage(certSign), basic(true), extended("client")),
    under("a CA for servers", usage(certSign), basic(true), extended("server")),
    under("a CA for both", usage(certSign), basic(true), extended("server", "client")), // prettier-ignore
    under("a CA that may not sign", usage(signing), basic(true)),
    under("a CA without key usage", basic(true)),
    under("a CA without basic constraints", usage(certSign)),
    under("a CA that is none", usage(certSign), basic(false)),
    under("a CA of no length", usage(certSign), basic(true, 0)),
    under("a CA with an unknown critical extension", usage(certSign), basic(true), unknown(true)), // prettier-ignore
  ];
}

function chains(): readonly AuthorityShape[] {
  const top = root();
  const short = root({ extensions: [usage(certSign), basic(true, 0)] });
  const middle = (by: Shape, name = "middle", shape: Partial<ShapeOptions> = {}) => root({ name: nameOf(name), by, ...shape }); // prettier-ignore
  const [one, tight] = [middle(top), middle(short)];
  const two = middle(one, "second");
  const key = ed25519();
  const crossed = middle(root({ name: nameOf("other") }), "middle", { key });
  const own = middle(top, "middle", { key });
  const weak = middle(top, "middle", { extensions: [] });
  return [
    { name: "two intermediates", ca: [top], chain: [leaf(two), two, one] },
    { name: "two intermediates, the other way round", ca: [top], chain: [leaf(two), one, two] }, // prettier-ignore
    { name: "an intermediate below a CA of no length", ca: [short], chain: [leaf(tight), tight] }, // prettier-ignore
    { name: "an intermediate of a stranger before the right one", ca: [top], chain: [leaf(own), crossed, own] }, // prettier-ignore
    { name: "an intermediate of a stranger alone", ca: [top], chain: [leaf(own), crossed] }, // prettier-ignore
    { name: "an intermediate that is no CA", ca: [top], chain: [leaf(weak), weak] }, // prettier-ignore
    { name: "the root sent as well", ca: [top], chain: [leaf(top), top] },
    { name: "something else sent as well", ca: [top], chain: [leaf(top), root({ name: nameOf("x") })] }, // prettier-ignore
  ];
}

function constrained(): readonly AuthorityShape[] {
  const shape = (name: string, rule: Node, sans: readonly string[] = here, subject = "node", host = "127.0.0.1") => {
    const ca = root({ extensions: [usage(certSign), basic(true), rule] });
    const own = leaf(ca, { name: commonName(subject), extensions: [usage(signing), extended("server"), alternative(sans)] }); // prettier-ignore
    return { name: `constraints: ${name}`, ca: [ca], chain: [own], host };
  }; // prettier-ignore
  return [
    shape("a common name outside them", constraints(["lab.test"]), ["127.0.0.1"], "node.other.test"), // prettier-ignore
    shape("a common name outside them and a name inside", constraints(["lab.test"]), ["127.0.0.1", "a.lab.test"], "node.other.test"), // prettier-ignore
    shape("a name outside", constraints(["lab.test"])),
    shape("a name inside", constraints(["LOCALHOST"])),
    shape("a name below a dot", constraints([".test"]), [
      "127.0.0.1",
      "a.test",
    ]),
    shape("a name that is the dot's", constraints([".a.test"]), ["127.0.0.1", "a.test"]), // prettier-ignore
    shape("an excluded name", constraints([], ["localhost"])),
    shape("an excluded star", constraints([], ["a.test"]), ["127.0.0.1", "*.test"]), // prettier-ignore
    shape("an address inside", constraints(["127.0.0.0/8"]), ["127.0.0.1"]),
    shape("an address outside", constraints(["10.0.0.0/8"]), ["127.0.0.1"]),
    shape("an excluded address", constraints([], ["127.0.0.0/8"]), ["127.0.0.1"]), // prettier-ignore
    shape("addresses of the other family", constraints(["127.0.0.0/8"])),
    shape("a network of IPv6", constraints(["127.0.0.0/8", "::/0", "localhost"])), // prettier-ignore
  ];
}

function times(): readonly AuthorityShape[] {
  const top = root();
  const old = root({ hours: [-9, -1] });
  const young = root({ hours: [1, 9] });
  return [
    { name: "an expired certificate", ca: [top], chain: [leaf(top, { hours: [-9, -1] })] }, // prettier-ignore
    { name: "a certificate of the future", ca: [top], chain: [leaf(top, { hours: [1, 9] })] }, // prettier-ignore
    { name: "an expired CA", ca: [old], chain: [leaf(old)] },
    { name: "a CA of the future", ca: [young], chain: [leaf(young)] },
    { name: "a certificate that outlives its CA", ca: [root()], chain: [leaf(top)] }, // prettier-ignore
  ];
}

import { limits } from "../../limits.ts";
import type {
  AlternativeNames,
  CertificateFields,
  Subtrees,
} from "../certificate-fields.ts";

/** Are there few enough names and constraints that comparing them takes no time to speak of? As Go (MaxConstraintComparisions). */
export function isComparable(chain: readonly CertificateFields[]): boolean {
  const names = sum(chain, ({ names: one }) =>
    one ? one.dns.length + one.addresses.length : 0,
  );
  const trees = sum(chain, ({ constraints: one }) =>
    one ? lengthOf(one.permitted) + lengthOf(one.excluded) : 0,
  );
  return names * trees <= limits.nameComparisons.most;
}

function lengthOf({ dns, addresses }: Subtrees): number {
  return dns.length + addresses.length;
}

function sum<T>(list: readonly T[], count: (one: T) => number): number {
  return list.reduce((all, one) => all + count(one), 0);
}

/**
 * May a chain's authorities sign these names, as Go says (crypto/x509 constraints.go)? Only alternative names are looked
 * at; OpenSSL looks at the common name as well. `chain` begins with the server's own.
 */
export function isWithinConstraints(
  chain: readonly CertificateFields[],
): boolean {
  return chain.every(({ names }, index) => {
    if (!names) return true;
    const above = chain.slice(index + 1).flatMap(({ constraints }) => constraints ?? []); // prettier-ignore
    if (above.length === 0) return true;
    // No node has any, and what Go says of them depends on how it reads them.
    if (names.hasOthers) return false;
    return above.every(
      ({ permitted, excluded }) =>
        isPermitted(names, permitted) && !isExcluded(names, excluded),
    );
  });
}

function isPermitted(names: AlternativeNames, trees: Subtrees): boolean {
  return (
    names.dns.every(
      (name) =>
        isName(name) &&
        (trees.dns.length === 0 || trees.dns.some((one) => isBelow(name, one))),
    ) &&
    names.addresses.every(
      (address) =>
        trees.addresses.length === 0 ||
        trees.addresses.some((one) => isInside(address, one)),
    )
  );
}

function isExcluded(names: AlternativeNames, trees: Subtrees): boolean {
  return (
    names.dns.some((name) =>
      trees.dns.some((one) => isBelow(name, one) || mayBe(name, one)),
    ) ||
    names.addresses.some((address) =>
      trees.addresses.some((one) => isInside(address, one)),
    )
  );
}

/** `a.test` is below `a.test` and `test`; of `.test` it is below as well, `test` itself is not. */
function isBelow(name: string, tree: string): boolean {
  const [below, above] = [name.toLowerCase(), tree.toLowerCase()];
  if (above === "" || below === above) return true;
  return below.endsWith(above.startsWith(".") ? above : `.${above}`);
}

/** A name with a star may be the very one that is excluded. */
function mayBe(name: string, tree: string): boolean {
  if (!name.startsWith("*.")) return false;
  const rest = tree.toLowerCase().replace(/^[^.]*/, "");
  return rest !== "" && name.slice(1).toLowerCase() === rest;
}

function isName(name: string): boolean {
  const longest = 253;
  return name.length <= longest && name.split(".").every((label) => /^[!-~]+$/.test(label)); // prettier-ignore
}

/** `range`: an address and a mask of the same length. */
function isInside(address: Buffer, range: Buffer): boolean {
  if (range.length !== 2 * address.length) return false;
  return address.every((byte, index) => {
    const mask = range[address.length + index] ?? 0;
    return (byte & mask) === ((range[index] ?? 0) & mask);
  });
}

import { consentRuleOf } from "../../policy/consent.ts";
import { inSlices } from "../../work-in-slices.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import { lookalikes } from "../../text/lookalikes.ts";
import { issuerOf } from "../../trust/cluster-trust.ts";
import { glanceAt, type ContextGlance } from "../../vault/context-glance.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import type { ContextView } from "../../vault/views.ts";

/** Every context of the vault, or those that are asked for, in the order of their names. */
export function describeContexts(
  document: VaultDocument,
  only?: ReadonlySet<string>,
): Promise<readonly ContextView[]> {
  return describeEach(document, only, (view) => view);
}

/** The same, each made into a row with what else can be seen of it at a glance. */
export function describeEach<Row>(
  document: VaultDocument,
  only: ReadonlySet<string> | undefined,
  row: (view: ContextView, glance: ContextGlance) => Row,
): Promise<readonly Row[]> {
  const tell = tellAuthorities(document);
  const alike = alikeIn(document);
  const asked = [...document.contexts]
    .filter(([name]) => only?.has(name) ?? true)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return inSlices(asked, ([name, context]) => {
    const glance = glanceAt(context);
    const looksLike = alike.get(name) ?? [];
    return row(
      describeContext(name, glance, document, tell, looksLike),
      glance,
    );
  });
}

/** As long as a document is there: after one change of a row its row, its page and a menu ask for the same. */
const knownAlike = new WeakMap<VaultDocument, ReturnType<typeof lookalikes>>();

function alikeIn(document: VaultDocument): ReturnType<typeof lookalikes> {
  const known = knownAlike.get(document);
  if (known) return known;
  const alike = lookalikes(document.contexts.keys());
  knownAlike.set(document, alike);
  return alike;
}

type TellAuthority = (
  ca: string | undefined,
) => Pick<ContextView, "authority" | "issuer">;

/** Says of a CA what a list shows of it; of one that many contexts share only once. */
function tellAuthorities(document: VaultDocument): TellAuthority {
  const told = new Map<string, ReturnType<TellAuthority>>();
  return (ca) => {
    if (ca === undefined) return { authority: null, issuer: null };
    const known = told.get(ca);
    if (known) return known;
    const issuer = issuerOf(document, ca);
    const one = {
      authority: sha256Hex(ca),
      issuer:
        issuer && (issuer.sealed ? ("sealed" as const) : ("open" as const)),
    };
    told.set(ca, one);
    return one;
  };
}

/** One context, beside the others of its vault. */
export function describeOne(
  name: string,
  context: StoredContext,
  document: VaultDocument,
): ContextView {
  const looksLike = alikeIn(document).get(name) ?? [];
  const tell = tellAuthorities(document);
  return describeContext(name, glanceAt(context), document, tell, looksLike);
}

function describeContext(
  name: string,
  { kind, endpoints, nodes, cluster, ca, metadata }: ContextGlance,
  document: VaultDocument,
  tellAuthority: TellAuthority,
  looksLike: readonly string[],
): ContextView {
  const { roles, notBefore, notAfter, fingerprint } = describeCertificate(
    metadata.certificate,
  );
  const { authority, issuer } = tellAuthority(ca);
  return {
    name,
    looksLike,
    current: name === document.current,
    kind,
    endpoints,
    nodes,
    cluster: cluster ?? null,
    roles,
    notBefore,
    notAfter,
    fingerprint,
    labels: metadata.labels,
    production: metadata.production,
    favorite: metadata.favorite ?? false,
    color: metadata.color ?? null,
    authority,
    issuer,
    session: metadata.session ?? {},
    consent: consentRuleOf(document, { metadata }),
    ownConsent: metadata.consent ?? null,
  };
}

function describeCertificate(
  certificate: ContextGlance["metadata"]["certificate"],
): Pick<ContextView, "roles" | "notBefore" | "notAfter" | "fingerprint"> {
  return (
    certificate ?? {
      roles: [],
      notBefore: null,
      notAfter: null,
      fingerprint: null,
    }
  );
}

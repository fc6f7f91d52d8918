import { consentDimensions, consentRules } from "./consent-rules.ts";
import {
  continuationDimensions,
  continuationRules,
  exportDimensions,
  exportRules,
  issueDimensions,
  issueRules,
} from "./other-rules.ts";
import { tableOf } from "./rules.ts";
import { sessionDimensions, sessionRules } from "./session-rules.ts";

/** The text of docs/credential-policy.md. */
export function policyPage(): string {
  return `# Who gets which credential

One module decides it for every verb, the window and the agent of \`unlock\`: \`shared/core/policy\`. These tables are its test
(\`test/shared/core/policy\`): every combination of the first columns is tried, with a real certificate, authority and a node that
answers or does not, and each is in exactly one row. The page is compared with the test; \`UPDATE_POLICY_PAGE=1\` writes it anew.
Why it is so: [decision 25](decisions/0025-one-credential-policy.md), [decision 26](decisions/0026-less-network-never-means-more-rights.md).

The rules behind the rows:

- **A key that may do everything** (os:admin, os:impersonator) is given to a session only when somebody says \`--stored\`. A key that
  is known to do less, and a login that nothing can replace (Omni, user and password), is given where nothing can make a narrower one,
  and a person is told so.
- **A role that is named**, now or for the context (\`set --session-role\`), is made or refused, also when the stored key has the same.
- **Less network never means more.** The decision is made before anybody is asked. Where no node answers, or \`TALOS_VAULT_OFFLINE=1\`,
  what was to be made is refused, with the network's own reason, on production too. An authority in the vault needs no network.
- **What may do everything on a cluster that is marked production wants a reason and the typed name**, from whichever verb; what is
  not known to do less counts as everything. os:impersonator wants them on every cluster. An administrator that is borrowed from a
  context of production counts as that context.
- **A person is asked**, where no program answers, before a credential of a context is lent, made for a file or a context, or given away,
  when the context's rule says so (\`set --consent\`, else the vault's, \`set --default-consent\`, else \`writes\` on production and \`never\` elsewhere): \`always\`, or
  \`writes\` for what may do more than os:reader; and, whatever it says, before a session whose gateway lets out what lasts longer (\`--allow\`).
  An agent whose changes nobody is to be asked about (\`--agent --ask none\`) gets nothing of that.
  A yes stands for the reason and the typed name; no argument stands for a yes.
  The other tables are those of a context that says \`never\`. [Decision 56](decisions/0056-consent-that-the-caller-cannot-give.md).
- **A running session keeps what it has.** Made stays made, with the same roles; stored stays stored, with no more rights; else it
  stays as it is. More time for the same rights asks nothing again: the reason was given when it began.
- **A certificate that is broken or has ended** (a certificate without a key, an end in the past) is given to nobody, with \`--stored\`
  neither.

## A new session

\`exec\`, \`shell\`, \`env\`, the window, the agent of \`unlock\`. The life is that of \`--ttl\` or of the context where one of them is set,
at most 12 hours for what is made. No other context of the cluster is in the vault; with an os:admin beside it, a reader's
\`--role\` is made by a node that is asked as that one.

${tableOf(sessionDimensions, sessionRules)}

## A running session

More time, another context that somebody chose, or the one that became current. The context it gets, or keeps, has a stored
os:admin key.

${tableOf(continuationDimensions, continuationRules)}

## Issuing and renewing

For an os:admin context with an endpoint. \`--authority FILE\`, \`--authority-passphrase-fd\` and \`--via CONTEXT\` say who makes it;
otherwise the first of: the vault's authority when it is open, a node, the vault's authority after its passphrase. What is renewed stays
in the vault and keeps its roles, so nothing is asked. What may do everything goes to another person (\`handover give\`) after a person's yes
alone, whatever the rules say.

${tableOf(issueDimensions, issueRules)}

## A person is asked

Whatever the tables above say is asked first, and then only this. With the rule of a context whose administrator is borrowed, the
stricter one counts. For \`cluster export-secrets\` and \`cluster config\` the strictest rule of the cluster's contexts counts, as for
os:admin. To change a rule, or the mark, so that less is asked is asked itself, also by an undo or a restore. A context that was removed
still guards the keys of its cluster.

${tableOf(consentDimensions, consentRules)}

## Copies in plain text

\`export\`, and the window's. \`cluster export-secrets\` and \`cluster config\` hand out every key of a cluster: reason and the cluster's
name where one of its contexts is marked production. Its contexts are those that trust the CA of the secrets and the one of the
cluster's name; where none has a certificate of that CA, as after a rotation, all of the vault count, else those whose CA is younger, too.

${tableOf(exportDimensions, exportRules)}
`;
}

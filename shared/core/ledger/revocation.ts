/** What a person must know who hopes to take a credential back (cmd/talosctl/cmd/talos/rotate-ca.go). */
export const revocation = {
  statement:
    "Talos has no revocation: a certificate is accepted until it ends. Only rotating the cluster's Talos CA ends it early, and it ends every one at once.",
  steps: [
    {
      step: "try",
      text: "Look at what would happen, in a session without a gateway. It is a dry run.",
      talosctl: "talosctl rotate-ca --kubernetes=false",
    },
    {
      step: "rotate",
      text: "Rotate the Talos API CA, in such a session too.",
      talosctl:
        "talosctl rotate-ca --kubernetes=false --dry-run=false --output new-talosconfig",
    },
    {
      step: "take-over",
      text: "Take every context of the cluster to the new CA with that talosconfig, and at the end remove the old one.",
      talosctl: null,
    },
    {
      step: "authority",
      text: "Where the vault keeps the CA with its key: put the new one in, from the machine config of a control plane node, and take the old one out.",
      talosctl: null,
    },
    {
      step: "issue-again",
      text: "Issue again what others need: the ledger shows what is still valid.",
      talosctl: null,
    },
  ],
} as const;

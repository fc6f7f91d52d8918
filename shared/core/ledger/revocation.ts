/** What a person must know who hopes to take a credential back (cmd/talosctl/cmd/talos/rotate-ca.go). */
export const revocation = {
  statement:
    "Talos has no revocation: a certificate is accepted until it ends. Only rotating the cluster's Talos CA ends it early, and it ends every one at once.",
  steps: [
    "Look at what would happen (it is a dry run by default): talosctl rotate-ca --kubernetes=false",
    "Rotate the Talos API CA: talosctl rotate-ca --kubernetes=false --dry-run=false --output talosconfig",
    "Take every context of the cluster to the new CA: talos-vault rotation CONTEXT --new talosconfig, and at the end --finish",
    "Put the new CA with its key into the vault, and take the old one out: talos-vault authority import, authority remove",
    "Issue again what others need: talos-vault ledger --valid shows what there was.",
  ],
} as const;

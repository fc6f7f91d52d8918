/** What each phase of a rotation means, and what comes next (cmd/talosctl/cmd/talos/rotate-ca.go; talos.md §11). */
export const rotationWords = {
  "no-endpoints": {
    summary:
      "The context has no endpoints: no node was asked, so nothing can be said.",
    next: "Set its endpoints, and look again.",
  },
  unseen: {
    summary:
      "No endpoint showed a certificate of a Talos CA, so nothing can be said.",
    next: "See why: check the endpoints, each gets a verdict of its own.",
  },
  steady: {
    summary:
      "The node's certificate is by the one CA that the context holds: no rotation is under way.",
    next: "To rotate, in a session without a gateway: talosctl rotate-ca --kubernetes=false is a dry run; with --dry-run=false --output talosconfig it writes the talosconfig that takes the contexts over.",
  },
  "rotated-away": {
    summary:
      "The node's certificate is by a Talos CA that the context does not hold: the CA was rotated, or this is another cluster.",
    next: "If it was rotated, re-issue the contexts from the talosconfig that the rotation wrote, or the new secrets.yaml. If not, correct the endpoints.",
  },
  prepared: {
    summary:
      "Both CAs are held, and the node still shows the older: the contexts work now and after the swap.",
    next: "Let talosctl rotate-ca go on; then look again.",
  },
  swapped: {
    summary:
      "The node shows the new CA, and some contexts still have a credential of the old one: it ends with the rotation's last step.",
    next: "Make the missing ones from what the rotation left, or renew each.",
  },
  done: {
    summary:
      "The node shows the new CA, and every context has a credential of it.",
    next: "Let go of the old CA.",
  },
} as const;

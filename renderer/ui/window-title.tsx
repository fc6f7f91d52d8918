/** The title of the window: where the person is, and whose window it is. React puts it where titles are. */
export function WindowTitle({ of }: { readonly of: string | null }) {
  return <title>{of === null ? "Talos Vault" : `${of} – Talos Vault`}</title>;
}

import { useState, type ReactNode } from "react";
import { ContextMenu } from "../../ui/context-menu.tsx";
import { useContextItems } from "./actions/index.ts";

/** A right click on a row of the list, or the key for it, shows what can be done with its context. */
export function RowMenu({ children }: { readonly children: ReactNode }) {
  const [name, setName] = useState<string | null>(null);
  const { often, seldom, dialog } = useContextItems(name ?? "");
  return (
    <>
      <ContextMenu
        label={`What can be done with ${name ?? ""}`}
        items={[...often, ...seldom]}
        onOpen={(target) => {
          const row = target.closest("[data-name]");
          setName(row?.getAttribute("data-name") ?? null);
          return row !== null;
        }}
      >
        {children}
      </ContextMenu>
      {dialog}
    </>
  );
}

import { MoreIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/menu.tsx";
import { useContextItems } from "../actions/index.ts";

/** Everything that can be done with a context and has no button of its own on its page. */
export function HeadMenu({ name }: { readonly name: string }) {
  const { often, seldom, dialog } = useContextItems(name);
  return (
    <>
      <Menu
        label={`More about ${name}`}
        trigger={<MoreIcon aria-hidden />}
        items={[...often, ...seldom]}
      />
      {dialog}
    </>
  );
}

import type { ReplyOf } from "../../../shared/contract/index.ts";
import { Notice } from "../../ui/notice.tsx";
import { ContextLink } from "../names/context-link.tsx";
import { ContextLinks } from "../names/context-links.tsx";
import { MoreButton } from "../more-button.tsx";
import {
  windowActions,
  ActionButtons,
  type WindowAction,
} from "../actions/index.ts";
import { useShowMore } from "../use-show-more.ts";
import styles from "./findings.module.css";

const namesShown = 12;
const rowsShown = 5;

type Found = ReplyOf<"findings.list">[number];

interface FindingProps {
  readonly one: Found;
  readonly onChoose: (name: string, action: WindowAction) => void;
}

/** What is so, what to do, and the contexts; with buttons beside each where this window can do it. */
export function Finding({ one, onChoose }: FindingProps) {
  const canHelp = windowActions(one.actions).length > 0;
  return (
    <li className={styles["finding"]}>
      <Notice tone={one.severity} next={one.next}>
        {one.message}
      </Notice>
      {canHelp ? (
        <Rows one={one} onChoose={onChoose} />
      ) : (
        <ContextLinks names={one.contexts} most={namesShown} />
      )}
    </li>
  );
}

function Rows({ one: { contexts, actions }, onChoose }: FindingProps) {
  const { shown, rest, showMore } = useShowMore(contexts, rowsShown);
  return (
    <>
      <ul className={styles["contexts"]} aria-label="Contexts">
        {shown.map((name) => (
          <li key={name} className={styles["context"]}>
            <ContextLink name={name} />
            <ActionButtons
              actions={actions}
              of={name}
              onChoose={(action) => onChoose(name, action)}
            />
          </li>
        ))}
      </ul>
      <div>
        <MoreButton rest={rest} onMore={showMore} />
      </div>
    </>
  );
}

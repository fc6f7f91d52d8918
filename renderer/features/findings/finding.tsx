import type { ReplyOf } from "../../../shared/contract/index.ts";
import { Button } from "../../ui/button.tsx";
import { RenewIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { ContextLink } from "../names/context-link.tsx";
import { ContextLinks } from "../names/context-links.tsx";
import { MoreButton } from "../more-button.tsx";
import {
  windowActions,
  ActionButtons,
  type WindowAction,
  isRenewing,
  type Renewing,
} from "../actions/index.ts";
import { useShowMore } from "../use-show-more.ts";
import styles from "./findings.module.css";

const namesShown = 12;
const rowsShown = 5;

type Found = ReplyOf<"findings.list">[number];

interface FindingProps {
  readonly one: Found;
  readonly onChoose: (name: string, action: WindowAction) => void;
  /** Renews all that it is about, with one list of progress. */
  readonly onRenewAll: (how: Renewing) => void;
}

/** What is so, what to do, and the contexts; with buttons beside each where this window can do it. */
export function Finding(props: FindingProps) {
  const { one, onRenewAll } = props;
  const actions = windowActions(one.actions);
  const how = actions.find(isRenewing);
  return (
    <li className={styles["finding"]}>
      <Notice
        tone={one.severity}
        next={one.next}
        action={
          how && one.contexts.length > 1 ? (
            <Button size="small" onClick={() => onRenewAll(how)}>
              <RenewIcon aria-hidden />
              Renew {one.contexts.length.toLocaleString("en")}…
            </Button>
          ) : null
        }
      >
        {one.message}
      </Notice>
      {actions.length > 0 ? (
        <Rows {...props} />
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

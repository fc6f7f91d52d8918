import { useEffect, useEffectEvent, useState } from "react";
import type {
  ComparedPlace,
  OriginView,
} from "../../../shared/contract/stores.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Differences } from "../../ui/differences.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { about } from "../names/context-name.tsx";
import { ServerFields } from "./address-field.tsx";
import styles from "./stores.module.css";
import { useTypedPlace, type TypedPlace } from "./typed-place.ts";
import { useAsking } from "./use-asking.ts";

interface Wanted {
  readonly name: string;
  readonly origin: OriginView;
  /** What is there may be taken. */
  readonly isPulling: boolean;
  readonly onClose: () => void;
}

/** Asks the store what it has of a context, shows where that differs, and takes it where a person says so. */
export function CompareDialog(wanted: Wanted) {
  const { name, origin, isPulling, onClose } = wanted;
  const { compared, choices, pull, elsewhere, ...asking } =
    useComparison(wanted);
  const { isBusy, isAsking, problem } = asking;
  return (
    <Dialog
      isWide
      title={about(isPulling ? "Pull " : "Compare ", name)}
      onClose={onClose}
      problem={problem}
      {...(elsewhere ? { onSubmit: elsewhere.ask } : {})}
      {...(isBusy && !compared ? { waiting: "Asking the store…" } : {})}
      actions={
        <>
          <Button onClick={onClose}>
            {choices.length > 0 || isAsking ? "Cancel" : "Close"}
          </Button>
          {elsewhere ? (
            <Button type="submit" disabled={!elsewhere.place.isReady}>
              Ask that server
            </Button>
          ) : null}
          <Choices choices={choices} isBusy={isBusy} onChoose={pull} />
        </>
      }
    >
      <WhereKept origin={origin} compared={compared} />
      {compared ? <Compared compared={compared} /> : null}
      {elsewhere ? <WhereNow place={elsewhere.place} /> : null}
    </Dialog>
  );
}

/** `elsewhere`: the place was not to be had, and nothing but a person could say on which server it is by now; else null. */
function useComparison({ name, origin, isPulling, onClose }: Wanted) {
  const call = useCall();
  const toasts = useToasts();
  const { ask, isAsking, problem: unanswered } = useAsking();
  const { run, ifShown, isBusy: isTaking, problem: refused } = useDialogAction(); // prettier-ignore
  const [compared, setCompared] = useState<ComparedPlace | null>(null);
  const place = useTypedPlace(origin.address);
  const show = (found: ComparedPlace) => {
    setCompared(found);
    const { state, token } = found;
    if (!isPulling || (state !== "same" && state !== "ahead")) return;
    // Nothing is to be taken, and what is there now is known from now on: a push may replace it.
    const choice = state === "same" ? "theirs" : "keep";
    void run(call("stores.pull", { token, choice }));
  };
  const showFirst = useEffectEvent(show);
  useEffect(() => {
    ask((attempt) => call("stores.compare", { name, attempt }), showFirst);
  }, [call, ask, name]);
  const pull = (choice: "theirs" | "keep") => {
    if (!compared) return;
    void run(call("stores.pull", { token: compared.token, choice }), () => {
      ifShown(onClose);
      toasts.show({ tone: "info", text: doneTexts[choice](origin.address) });
    });
  };
  const askThere = () => {
    const { server, namespace } = place.asked;
    const asked = { name, server, namespace };
    if (place.isReady)
      ask((attempt) => call("stores.compare", { ...asked, attempt }), show);
  };
  const problem = unanswered ?? refused;
  const mayHaveMoved = !compared && problem !== null && place.wantsServer;
  return {
    compared,
    choices: isPulling && compared ? choicesOf(compared) : [],
    pull,
    elsewhere: mayHaveMoved ? { place, ask: askThere } : null,
    isAsking,
    isBusy: isAsking || isTaking,
    problem,
  };
}

function Choices({
  choices,
  isBusy,
  onChoose,
}: {
  readonly choices: ReturnType<typeof choicesOf>;
  readonly isBusy: boolean;
  readonly onChoose: (choice: "theirs" | "keep") => void;
}) {
  return choices.map(({ choice, text, isMain }) => (
    <Button
      key={choice}
      tone={isMain ? "primary" : "plain"}
      isBusy={isBusy}
      onClick={() => onChoose(choice)}
    >
      {text}
    </Button>
  ));
}

function WhereNow({ place }: { readonly place: TypedPlace }) {
  return (
    <>
      <p>
        Is it on another server by now? You are asked whether it has moved,
        outside of this window.
      </p>
      <ServerFields place={place} />
    </>
  );
}

function WhereKept({
  origin: { address },
  compared,
}: {
  readonly origin: OriginView;
  readonly compared: ComparedPlace | null;
}) {
  const version = compared?.version ?? null;
  return (
    <p>
      Where it is kept: <span className={styles["mono"]}>{address}</span>
      {version === null ? "" : `, version ${version} by now`}
    </p>
  );
}

function Compared({ compared }: { readonly compared: ComparedPlace }) {
  const { state, question, differences } = compared;
  return (
    <>
      <p role="status">{stateTexts[state]}</p>
      {question === null ? null : (
        <Notice tone="warning" next={questionNext}>
          {question}
        </Notice>
      )}
      {differences.length > 0 ? (
        <Differences columns={["Here", "There"]} differences={differences} />
      ) : null}
    </>
  );
}

const stateTexts: Readonly<Record<ComparedPlace["state"], string>> = {
  same: "Both are the same.",
  ahead: "It was changed here since, and not there.",
  behind: "It was changed there since, and not here.",
  diverged: "It was changed here and there since.",
};

const questionNext =
  "Look at the differences, and ask whoever keeps that place if you do not know why.";

const doneTexts: Readonly<
  Record<"theirs" | "keep", (address: string) => string>
> = {
  theirs: (address) => `It is as in ${address} now.`,
  keep: (address) =>
    `What is here stays, and may be pushed over what is in ${address} now.`,
};

/** What a pull may do about it. */
function choicesOf({ state, question }: ComparedPlace): readonly {
  readonly choice: "theirs" | "keep";
  readonly text: string;
  readonly isMain: boolean;
}[] {
  if (state === "same" || state === "ahead") return [];
  const theirs = { choice: "theirs", text: "Take theirs" } as const;
  const keep = { choice: "keep", text: "Keep mine", isMain: false } as const;
  return question === null
    ? [{ ...theirs, text: "Take it", isMain: true }]
    : [keep, { ...theirs, isMain: false }];
}

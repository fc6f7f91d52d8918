import { rotationWords } from "../../../../shared/core/diagnosis/rotation-verdict-text.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Steps } from "../../../ui/steps.tsx";
import { Table } from "../../../ui/table.tsx";
import { ContextName } from "../../names/context-name.tsx";
import {
  authorityName,
  isSeen,
  rotationSteps,
  signerText,
  type RotationState,
} from "./rotation-steps.ts";

/** The phase in words, the steps, and what each context has. */
export function RotationProgress({ state }: { readonly state: RotationState }) {
  const { phase, held, contexts, nodeSignedBy } = state;
  const { summary, next } = rotationWords[phase];
  return (
    <>
      <Notice tone={phase === "rotated-away" ? "warning" : "info"} next={next}>
        {summary}
      </Notice>
      <Steps label="Steps of the rotation" steps={rotationSteps(phase)} />
      <Table
        label="Contexts of the cluster"
        columns={["Context", "Credential of"]}
        widths={["35%", "65%"]}
      >
        {contexts.map((one) => (
          <tr key={one.name}>
            <td>
              <ContextName name={one.name} />
            </td>
            <td>{signerText(held, one)}</td>
          </tr>
        ))}
        {!isSeen(phase) ? null : (
          <tr>
            <td>the node</td>
            <td>
              {nodeSignedBy
                ? authorityName(held, nodeSignedBy)
                : "a CA that is not held"}
            </td>
          </tr>
        )}
      </Table>
    </>
  );
}

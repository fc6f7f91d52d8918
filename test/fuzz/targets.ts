import type { OpenTarget } from "./target.ts";
import { agentTarget } from "./targets/agent.ts";
import { auditTarget } from "./targets/audit.ts";
import { browserTarget } from "./targets/browser.ts";
import { callsTarget } from "./targets/calls.ts";
import { derTarget, pemTarget } from "./targets/certificates.ts";
import { fileTarget, talosctlTarget, yamlTarget } from "./targets/files.ts";
import { handoverTarget, sshTarget } from "./targets/handover.ts";
import { gatewayNodeTarget, gatewayTarget } from "./targets/gateway.ts";
import { importTarget } from "./targets/imports.ts";
import { ownFilesTarget } from "./targets/own-files.ts";
import { questionsTarget } from "./targets/questions.ts";
import { messagesTarget, recordsTarget } from "./targets/records.ts";
import { serverTarget } from "./targets/server.ts";
import { shellsTarget } from "./targets/shells.ts";
import { socketsTarget } from "./targets/sockets.ts";
import {
  awsStoreTarget,
  azureStoreTarget,
  sopsTarget,
  storeTarget,
} from "./targets/stores.ts";
import { textsTarget } from "./targets/texts.ts";
import { ageTarget, archiveTarget, documentTarget } from "./targets/vault.ts";

/** Each by its name, as `--target` takes it. */
export const targets: Readonly<Record<string, OpenTarget>> = {
  talosconfig: yamlTarget,
  file: fileTarget,
  import: importTarget,
  talosctl: talosctlTarget,
  pem: pemTarget,
  certificate: derTarget,
  "vault-file": ageTarget,
  "vault-content": documentTarget,
  archive: archiveTarget,
  handover: handoverTarget,
  ssh: sshTarget,
  sops: sopsTarget,
  store: storeTarget,
  "aws-store": awsStoreTarget,
  "azure-store": azureStoreTarget,
  audit: auditTarget,
  questions: questionsTarget,
  records: recordsTarget,
  "own-files": ownFilesTarget,
  messages: messagesTarget,
  sockets: socketsTarget,
  texts: textsTarget,
  shells: shellsTarget,
  server: serverTarget,
  agent: agentTarget,
  calls: callsTarget,
  gateway: gatewayTarget,
  "gateway-node": gatewayNodeTarget,
  browser: browserTarget,
};

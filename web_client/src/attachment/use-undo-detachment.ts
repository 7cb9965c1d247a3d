import { useLingui } from "@lingui/react/macro";
import { useSend } from "../api/send";
import { tell } from "../parts/tell";
import { UndoDetachment } from "./detach";

/** Takes a detachment back and says so, or says why not. */
export function useUndoDetachment() {
  const { t } = useLingui();
  const [send, sending] = useSend(UndoDetachment);
  const undo = async ({ id, version }: { id: string; version: number }) => {
    const answer = (await send({ input: { attachmentId: id, version } }))?.undoDetachment;
    if (answer) void tell({ message: "message" in answer ? answer.message : t`Taken back.` });
  };
  return [undo, sending] as const;
}

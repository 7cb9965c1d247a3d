import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useSend } from "../api/send";
import { Notice } from "../parts/Notice";
import { PersonPicker } from "../patient/PersonPicker";
import classes from "./SessionPage.module.css";
import { AddToSession } from "./session-operations";

/** Whoever comes to the room, or stands in no list, is put onto it. */
export function AddPerson({ sessionId, onAdded }: { sessionId: string; onAdded(): void }) {
  const { t } = useLingui();
  const [send] = useSend(AddToSession);
  const [turn, setTurn] = useState(0);
  const [refusal, setRefusal] = useState<string | null>(null);
  const add = async (patientId: string) => {
    if (!patientId) return;
    const answer = (await send({ input: { sessionId, patientIds: [patientId] } }))?.addToSession;
    if (!answer) return;
    setRefusal("message" in answer ? answer.message : null);
    setTurn(turn + 1);
    onAdded();
  };
  return (
    <div className={classes.add}>
      <PersonPicker key={turn} label={t`Add somebody to the list`} onPick={(id) => void add(id)} />
      {refusal && <Notice meaning="information" title={refusal} live />}
    </div>
  );
}

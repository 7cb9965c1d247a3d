import { useLingui } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useQuery } from "urql";
import type { VariablesOf } from "../api/graphql";
import { useSend } from "../api/send";
import { useNamed } from "../language/use-named";
import { ActForm, type Asked, type Values } from "../parts/ActForm";
import { Dialog } from "../parts/Dialog";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/tell";
import { useAct } from "../parts/use-act";
import { PersonPicker } from "../patient/PersonPicker";
import { useSession } from "../session/viewer";
import { AddClass, Classes, type ClassRow, Join, MoveUp, UpdateClass } from "./classes-operations";
import { kept } from "./DoseForm";
import { GROUP_KINDS } from "./names";

export function NewClassForm({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const named = useNamed();
  const act = useAct(AddClass, t`The class is there.`, onClose);
  const asked: Asked[] = [
    { name: "kind", label: t`Kind`, kind: "choice", options: named(GROUP_KINDS), start: "SCHOOL" },
    { name: "name", label: t`School or kindergarten`, kind: "text", needed: true },
    {
      name: "className",
      label: t`Class or group`,
      description: t`With its grade in front: 1 «A».`,
      kind: "text",
      needed: true,
    },
  ];
  const send = (values: Values) => act({ input: kept(values) as VariablesOf<typeof AddClass>["input"] });
  return <ActForm title={t`New class`} asked={asked} submit={t`Add`} onSubmit={send} onClose={onClose} />;
}

export function RenameForm({ row, onClose }: { row: ClassRow; onClose(): void }) {
  const { t } = useLingui();
  const act = useAct(UpdateClass, t`Changed.`, onClose);
  const asked: Asked[] = [
    { name: "name", label: t`School or kindergarten`, kind: "text", start: row.name, needed: true },
    { name: "className", label: t`Class or group`, kind: "text", start: row.className, needed: true },
    { name: "closed", label: t`Close it: its children leave today`, kind: "check" },
  ];
  const send = ({ name, className, closed }: Values) =>
    act({ input: { groupId: row.id, version: row.version, name, className, closed: closed === "yes" } });
  return (
    <ActForm title={`${row.name}, ${row.className}`} asked={asked} submit={t`Save`} onSubmit={send} onClose={onClose} />
  );
}

/** Every class of a school a grade up, once a year. */
export function MoveUpForm({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const clinicId = useSession().viewer.clinic?.id;
  const [send] = useSend(MoveUp);
  const filter = { clinicId, kind: "SCHOOL" as const, closed: false };
  const [{ data }] = useQuery({ query: Classes, variables: { filter, first: 100 } });
  const schools = [...new Set(data?.organisedGroups.nodes.map(({ name }) => name))];
  const asked: Asked[] = [
    {
      name: "name",
      label: t`School`,
      kind: "select",
      options: schools.map((name) => ({ value: name, label: name })),
      needed: true,
    },
  ];
  const run = async ({ name = "" }: Values) => {
    const answer = (await send({ input: { name } }))?.moveUpSchool;
    if (answer?.__typename !== "MovedUp") return answer ?? {};
    const { classes, left } = answer;
    void tell({ message: t`Classes a grade up: ${classes}, left the school: ${left}.` });
    onClose();
    return null;
  };
  return (
    <ActForm
      title={t`New school year`}
      lead={t`1 «A» becomes 2 «A» with its children, and so on; the eleventh grade leaves.`}
      asked={asked}
      submit={t`Move up`}
      onSubmit={run}
      onClose={onClose}
    />
  );
}

/** One child after the other: the form stays open until it is closed. */
export function JoinForm({ row, onClose }: { row: ClassRow; onClose(): void }) {
  const { t } = useLingui();
  const [send, sending] = useSend(Join);
  const [child, setChild] = useState({ id: "", name: "" });
  const [turn, setTurn] = useState(0);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!child.id) return;
    const answer = (await send({ input: { patientId: child.id, groupId: row.id } }))?.joinOrganisedGroup;
    if (!answer) return;
    if ("message" in answer) return setRefusal(answer.message);
    const { name } = child;
    void tell({ message: t`In the class: ${name}` });
    setRefusal(null);
    setChild({ id: "", name: "" });
    setTurn(turn + 1);
  };
  return (
    <Dialog title={`${row.name}, ${row.className}`} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <PersonPicker key={turn} label={t`Which child?`} onPick={(id, name) => setChild({ id, name })} />
          {refusal && <Notice meaning="information" title={refusal} live />}
          <Button type="submit" loading={sending} disabled={!child.id}>{t`Put into the class`}</Button>
        </Stack>
      </form>
    </Dialog>
  );
}

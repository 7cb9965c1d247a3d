import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { useQuery } from "urql";
import type { VariablesOf } from "../api/graphql";
import { useSend } from "../api/send";
import { today } from "../language/dates";
import { ActForm, type Asked, type Values } from "../parts/ActForm";
import { PlanChoices, PlanSession } from "./session-operations";

/** A class and a vaccine: the list is made from what is due. */
export function PlanSessionForm({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: PlanChoices });
  const [send] = useSend(PlanSession);
  if (!data) return null;
  const groups = data.organisedGroups.nodes;
  const asked: Asked[] = [
    {
      name: "groupId",
      label: t`Class or group`,
      kind: "select",
      options: groups.map(({ id, name, className, people }) => ({
        value: id,
        label: `${name}, ${className} · ${people}`,
      })),
      description: t`Empty: your own room; people are added as they come.`,
    },
    {
      name: "vaccineId",
      label: t`Vaccine`,
      kind: "select",
      options: data.vaccines.nodes.map(({ id, tradeName, name }) => ({ value: id, label: `${tradeName} · ${name}` })),
      needed: true,
    },
    { name: "heldOn", label: t`Day`, kind: "day", start: today(), needed: true },
    { name: "wholeGroup", label: t`List the whole class, due or not`, kind: "check" },
  ];
  const plan = async ({ groupId, vaccineId, heldOn, wholeGroup }: Values) => {
    const group = groups.find(({ id }) => id === groupId);
    const input = {
      groupId: groupId || null,
      vaccineId,
      heldOn,
      wholeGroup: wholeGroup === "yes",
      placeKind: group ? (group.kind === "KINDERGARTEN" ? "KINDERGARTEN" : "SCHOOL") : "ROOM",
      place: group ? `${group.name}, ${group.className}` : t`Vaccination room`,
    } as VariablesOf<typeof PlanSession>["input"];
    const answer = (await send({ input }))?.planSession;
    if (answer?.__typename !== "ImmunizationSession") return answer ?? {};
    onClose();
    void navigate({ to: "/sessions/$sessionId", params: { sessionId: answer.id } });
    return null;
  };
  return <ActForm title={t`Plan a session`} asked={asked} submit={t`Plan`} onSubmit={plan} onClose={onClose} />;
}

import { useLingui } from "@lingui/react/macro";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { useQuery } from "urql";
import type { FragmentOf, ResultOf } from "../api/graphql";
import { placesOf } from "../app/places";
import type { PersonRow } from "../patient/PersonRow";
import { may, type Viewer } from "../session/viewer";
import { FindClinics, Search } from "./search";

type Found = ResultOf<typeof Search>["search"];
type Elsewhere = NonNullable<Found["elsewhere"]>;

interface Go {
  to: string;
  params?: { personId: string };
  search?: { clinic?: string; open?: string };
}

export type Item = { key: string; go: Go; forgetText?: boolean; card?: string } & (
  | { kind: "person"; person: FragmentOf<typeof PersonRow> }
  | { kind: "elsewhere"; elsewhere: Elsewhere }
  | { kind: "clinic"; name: string; address: string }
  | { kind: "place" | "action"; name: string }
);

interface FoundItems {
  items: Item[];
  problem: string | null;
  fetching: boolean;
}

/** What the one box finds: people first, then clinics, then pages and actions by their names. */
export function useItems(typed: string, viewer: Viewer): FoundItems {
  const [text] = useDebouncedValue(typed.trim(), 120);
  const searchesPeople = may(viewer, "SEARCH_PATIENTS");
  const enough = text.length >= 2;
  const [people] = useQuery({
    query: Search,
    variables: { text },
    pause: !enough || !searchesPeople,
    requestPolicy: "cache-and-network",
  });
  const [clinics] = useQuery({ query: FindClinics, variables: { name: text }, pause: !enough || searchesPeople });
  const commands = useCommands(viewer);
  const settled = text === typed.trim();

  return useMemo(() => {
    const found = enough && settled ? people.data?.search : undefined;
    const others = enough && settled ? clinics.data?.clinics.nodes : undefined;
    const items = [
      ...(found ? peopleItems(found) : []),
      ...(found?.clinics ?? others ?? []).map(clinicItem),
      ...commands(typed.trim(), found ?? null),
    ];
    return { items, problem: found?.problem?.message ?? null, fetching: enough && (!settled || people.fetching) };
  }, [enough, settled, people.data, people.fetching, clinics.data, commands, typed]);
}

function peopleItems({ people, elsewhere }: Found): Item[] {
  const own = people.map(
    ({ patient }): Item => ({
      key: patient.id,
      kind: "person",
      person: patient,
      go: { to: "/desk/$personId", params: { personId: patient.id } },
    }),
  );
  if (!elsewhere) return own;
  const go = { to: "/desk/$personId/attach", params: { personId: elsewhere.id } };
  return [...own, { key: elsewhere.id, kind: "elsewhere", elsewhere, go }];
}

const clinicItem = ({ id, name, address }: { id: string; name: string; address: string }): Item => ({
  key: id,
  kind: "clinic",
  name,
  address,
  forgetText: true,
  go: { to: "/lists", search: { clinic: id } },
});

function useCommands(viewer: Viewer) {
  const { i18n, t } = useLingui();
  return useMemo(() => {
    const places = placesOf(viewer).map(
      ({ to, name }): Item => ({ key: to, kind: "place", name: i18n._(name), forgetText: true, go: { to } }),
    );
    const register: Item = { key: "new", kind: "action", name: t`Register a new person`, go: { to: "/desk/new" } };
    const mayRegister = may(viewer, "REGISTER_PATIENT");
    return (text: string, found: Found | null): Item[] => {
      const named = places.filter(({ kind, ...item }) => text && fits((item as { name: string }).name, text));
      const offer = mayRegister && (fits(t`Register a new person`, text) || (found && !found.elsewhere));
      const card = found?.card ? JSON.stringify(found.card) : undefined;
      return [...named, ...(offer && text ? [{ ...register, card: card ?? prefill(text, found) }] : [])];
    };
  }, [viewer, i18n, t]);
}

/** What was typed goes into the form: an IIN as the IIN. */
function prefill(text: string, found: Found | null): string | undefined {
  return found?.understoodAs === "IIN" ? JSON.stringify({ iin: text.replace(/\D/g, "") }) : undefined;
}

const fits = (name: string, text: string) =>
  name
    .toLocaleLowerCase("ru")
    .split(/\s+/)
    .some((word) => word.startsWith(text.toLocaleLowerCase("ru")));

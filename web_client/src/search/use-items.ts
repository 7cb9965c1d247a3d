import { useLingui } from "@lingui/react/macro";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { useQuery } from "urql";
import type { FragmentOf, ResultOf } from "../api/graphql";
import type { PersonRow } from "../patient/PersonRow";
import { may, type Viewer } from "../session/viewer";
import { isCalled, useCommands } from "./commands";
import { FindClinics, Search } from "./search";

const REGISTER_WORDS = "register new person зарегистрировать новый человек жаңа адам тіркеу енгізу";

type Found = ResultOf<typeof Search>["search"];
type Elsewhere = NonNullable<Found["elsewhere"]>;

interface Go {
  to: string;
  params?: { personId: string };
  search?: { clinic?: string; open?: string };
}

export type Item = { key: string; go?: Go; run?(): void; forgetText?: boolean; card?: string } & (
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
  const commands = useCommands();
  const offer = useRegistration(viewer);
  const settled = text === typed.trim();

  return useMemo(() => {
    const found = enough && settled ? people.data?.search : undefined;
    const others = enough && settled ? clinics.data?.clinics.nodes : undefined;
    const items = [
      ...(found ? peopleItems(found) : []),
      ...(found?.clinics ?? others ?? []).map(clinicItem),
      ...commands.filter(({ words }) => isCalled(words, typed)).map(({ item }) => item),
      ...offer(typed.trim(), found ?? null),
    ];
    const fetching = enough && (!settled || people.fetching || clinics.fetching);
    return { items, problem: found?.problem?.message ?? null, fetching };
  }, [enough, settled, people.data, people.fetching, clinics.data, clinics.fetching, commands, offer, typed]);
}

/** A new person is offered by name, and whenever who was sought is not here. */
function useRegistration(viewer: Viewer) {
  const { t } = useLingui();
  return useMemo(() => {
    const name = t`Register a new person`;
    return (text: string, found: Found | null): Item[] => {
      if (!text || !may(viewer, "REGISTER_PATIENT")) return [];
      if (!isCalled(`${name} ${REGISTER_WORDS}`, text) && !(found && !found.elsewhere)) return [];
      const card = found?.card ? JSON.stringify(found.card) : prefill(text, found);
      return [{ key: "new", kind: "action", name, go: { to: "/desk/new" }, card }];
    };
  }, [viewer, t]);
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

/** What was typed goes into the form: an IIN as the IIN. */
function prefill(text: string, found: Found | null): string | undefined {
  return found?.understoodAs === "IIN" ? JSON.stringify({ iin: text.replace(/\D/g, "") }) : undefined;
}

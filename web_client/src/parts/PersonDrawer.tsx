import type { ReactNode } from "react";
import { PersonCard } from "../patient/PersonCard";
import { PersonHeader } from "../patient/PersonHeader";
import { Pane, SplitPage } from "./SplitPage";
import { useFilters } from "./use-filters";

/** A table with the person of the chosen row beside it. */
export function WithPerson({ title, children }: { title: string; children: ReactNode }) {
  const [{ person }, set] = useFilters();
  return (
    <SplitPage title={title} list={children} open={Boolean(person)} onClose={() => set({ person: undefined })} wide>
      {person && (
        <Pane>
          <PersonHeader personId={person} key={`header-${person}`} />
          <PersonCard personId={person} key={person} />
        </Pane>
      )}
    </SplitPage>
  );
}

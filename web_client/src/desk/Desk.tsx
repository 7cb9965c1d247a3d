import { Trans } from "@lingui/react/macro";
import { Outlet, useMatchRoute, useNavigate } from "@tanstack/react-router";
import { Pane, SplitPage } from "../parts/SplitPage";
import { useSearch } from "../search/SearchProvider";
import { SearchResults } from "../search/SearchResults";
import { RecentActions } from "./RecentActions";

/** The registrar's one screen: who is found on the left, the person and the next step beside it. */
export function Desk() {
  const { text, inPlace } = useSearch();
  const navigate = useNavigate();
  const match = useMatchRoute();
  const person = match({ to: "/desk/$personId", fuzzy: true });
  const somebody = Boolean(person) || Boolean(match({ to: "/desk/new" }));
  const current = person ? person.personId : undefined;
  const step = person && !match({ to: "/desk/$personId" });
  const keep = { state: { q: text } };
  const close = () => void navigate({ to: "/desk", ...keep });
  return (
    <SplitPage
      title={<Trans>Desk</Trans>}
      list={text.trim() ? inPlace && <SearchResults current={current} /> : <RecentActions />}
      open={somebody}
      onClose={close}
      onBack={
        step ? () => void navigate({ to: "/desk/$personId", params: { personId: person.personId }, ...keep }) : close
      }
    >
      <Pane>
        <Outlet />
      </Pane>
    </SplitPage>
  );
}

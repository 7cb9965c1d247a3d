import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { Failed } from "../parts/Failed";
import { Pane } from "../parts/SplitPage";
import { PersonCard } from "./PersonCard";
import { PersonHeader } from "./PersonHeader";

const OwnRecord = graphql(`
  query MyRecord {
    patients(first: 1) { nodes { id } }
  }
`);

/** What a person sees of themselves: the same card as the registrar's, with who has read it. */
export function MyRecord() {
  const { t } = useLingui();
  const [{ data, error }, ask] = useQuery({ query: OwnRecord });
  const id = data?.patients.nodes[0]?.id;
  return (
    <Pane>
      <h1 className="hidden">{t`My record`}</h1>
      {error && <Failed error={error} onAgain={() => ask({ requestPolicy: "network-only" })} />}
      {id && <PersonHeader personId={id} />}
      {id && <PersonCard personId={id} />}
    </Pane>
  );
}

import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { useMay } from "../session/viewer";

const AccountChoices = graphql(`
  query AccountChoices {
    accounts(first: 100) { nodes { id name login } }
  }
`);

export function useAccountChoices() {
  const manages = useMay("MANAGE_ACCOUNTS");
  const [{ data }] = useQuery({ query: AccountChoices, pause: !manages });
  return (data?.accounts.nodes ?? []).map(({ id, name, login }) => ({ value: id, label: `${name} · ${login}` }));
}

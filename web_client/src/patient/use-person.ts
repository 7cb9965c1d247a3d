import { useQuery } from "urql";
import { asPerson, Person } from "./person";

export function usePerson(id: string) {
  const [{ data, fetching, error }, ask] = useQuery({
    query: Person,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  return { person: asPerson(data?.node), fetching, error, ask };
}

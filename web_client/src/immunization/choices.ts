import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { useMay } from "../session/viewer";
import { VaccineKinds, VaccineNames } from "./vaccine";

const ClassChoices = graphql(`
  query ClassChoices($clinicId: ID) {
    organisedGroups(filter: { clinicId: $clinicId, closed: false }, first: 100) { nodes { id name className } }
  }
`);

/** Vaccine groups by name. */
export function useGroupChoices() {
  const [{ data }] = useQuery({ query: VaccineNames });
  return (data?.vaccineGroups ?? []).map(({ code, name }) => ({ value: code, label: name }));
}

/** Kinds of vaccine by name. */
export function useKindChoices() {
  const [{ data }] = useQuery({ query: VaccineKinds });
  return (data?.vaccineKinds ?? []).map(({ code, name }) => ({ value: code, label: name }));
}

/** Classes and kindergarten groups that are open, of a clinic or of all that the viewer sees. */
export function useClassChoices(clinicId: string | undefined) {
  const mayRead = useMay("READ_VACCINATION_WORK");
  const [{ data }] = useQuery({ query: ClassChoices, variables: { clinicId }, pause: !mayRead });
  return (data?.organisedGroups.nodes ?? []).map(({ id, name, className }) => ({
    value: id,
    label: `${name}, ${className}`,
  }));
}

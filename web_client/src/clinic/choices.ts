import { useQuery } from "urql";
import { graphql } from "../api/graphql";
import { useSession } from "../session/viewer";

const ClinicChoices = graphql(`
  query ClinicChoices {
    clinics(first: 100, orderBy: { field: NAME, direction: ASC }) { nodes { id name } }
  }
`);

const ListChoices = graphql(`
  query ListChoices($clinicId: ID) {
    doctorLists(first: 100, filter: { clinicId: $clinicId }, orderBy: { field: DOCTOR_NAME, direction: ASC }) {
      nodes { id doctor { id shortName } }
    }
  }
`);

export function useRegionChoices() {
  return useSession().viewer.regions.map(({ code, name }) => ({ value: code, label: name }));
}

export function useClinicChoices() {
  const [{ data }] = useQuery({ query: ClinicChoices });
  return (data?.clinics.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

/** The doctors of the chosen clinic; without one there would be too many. */
export function useListChoices(clinicId: string | undefined) {
  const own = useSession().viewer.clinic?.id;
  const asked = clinicId ?? own;
  const [{ data }] = useQuery({ query: ListChoices, variables: { clinicId: asked }, pause: !asked });
  return asked ? (data?.doctorLists.nodes ?? []).map(({ id, doctor }) => ({ value: id, label: doctor.shortName })) : [];
}

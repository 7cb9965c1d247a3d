import { graphql, type ResultOf } from "../api/graphql";

export const UsableLots = graphql(`
  query UsableLots($filter: VaccineLotFilter) {
    vaccineLots(filter: $filter, first: 100, orderBy: { field: EXPIRES_ON }) {
      nodes { id series expiresOn dosesLeft usable vaccine { id code tradeName route doseMl vaccineGroups verified } }
    }
  }
`);
export type Lot = ResultOf<typeof UsableLots>["vaccineLots"]["nodes"][number];

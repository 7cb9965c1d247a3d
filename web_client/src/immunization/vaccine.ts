import { graphql } from "../api/graphql";

export const VaccineNames = graphql(`
  query VaccineNames {
    vaccineGroups { code name codes }
  }
`);
export const VaccineKinds = graphql(`
  query VaccineKinds {
    vaccineKinds { code name }
  }
`);

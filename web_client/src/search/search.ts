import { graphql } from "../api/graphql";
import { PersonRow } from "../patient/PersonRow";

export const Search = graphql(
  `
  query Search($text: String!) {
    search(text: $text, first: 20) {
      understoodAs
      problem { code message }
      people { score patient { id ...PersonRow } }
      clinics { id name address }
      elsewhere { id shortName birthYear attachedSince clinic { id name } availableActions }
      card { iin familyName givenName sex birthDate documentNumber }
    }
  }
`,
  [PersonRow],
);

export const FindClinics = graphql(`
  query FindClinics($name: String!) {
    clinics(filter: { name: $name }, first: 8) { nodes { id name address } }
  }
`);

import { graphql, type ResultOf } from "../api/graphql";
import { today } from "../language/dates";

export const Person = graphql(`
  query Person($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        version
        fullName
        shortName
        familyName
        givenName
        patronymic
        iin
        temporaryId
        sex
        birthDate
        birthYear
        age { words }
        citizenship
        contractUntil
        language
        phones
        email
        deceasedOn
        identityMasked
        address { kato locality street house flat line }
        warnings { code message since }
        clinic { id name }
        registeredAt
        registeredBy
        mergedInto { id fullName }
        attachment {
          id
          version
          startsOn
          homeVisits
          clinic { id name }
          area { id number }
          doctor { id shortName fullName }
          availableActions
        }
        latest: attachments(first: 1) {
          nodes {
            id
            version
            startsOn
            endsOn
            homeVisits
            clinic { id name }
            area { id number }
            doctor { id shortName fullName }
            availableActions
          }
        }
        organisedGroup { id name className }
        availableActions
      }
    }
  }
`);

type Found = NonNullable<ResultOf<typeof Person>["node"]>;
export type PersonRecord = Extract<Found, { __typename: "Patient" }>;

export type PersonAttachment = NonNullable<PersonRecord["attachment"]>;

/** An attachment that is made and begins on a later day: until then the person is where they were. */
export function comingAttachment(person: PersonRecord, day = today()): PersonAttachment | undefined {
  const latest = person.latest.nodes[0];
  const comes = latest && latest.startsOn > day && (latest.endsOn === null || latest.endsOn > latest.startsOn);
  return comes ? latest : undefined;
}

export function asPerson(node: ResultOf<typeof Person>["node"] | undefined): PersonRecord | null {
  return node?.__typename === "Patient" ? (node as PersonRecord) : null;
}

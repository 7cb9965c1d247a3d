import { graphql, type ResultOf } from "../api/graphql";

export const ImmunizationOf = graphql(`
  query ImmunizationOf($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        birthDate
        immunization {
          on
          calendar
          availableActions
          explanation { text verified }
          doses {
            givenOn
            counts
            vaccine { code name }
            verdicts { vaccineGroup judgement explanation { text verified sources { title standing } } }
            dose {
              id
              version
              series
              site
              source
              purpose
              overrideReason
              givenOn
              lot { id }
              vaccine { id tradeName }
              clinic { id name }
              givenBy { id shortName }
              adverseEvents {
                id
                version
                severity
                beganOn
                description
                noticeNeeded
                notifiedAt
                notifiedWhom
                availableActions
              }
              availableActions
            }
          }
          forecasts {
            vaccineGroup
            name
            status
            doseNumber
            counted
            earliestOn
            dueOn
            pastDueOn
            actOn
            vaccines { code name }
            obstacles
            explanation { text verified sources { title standing } }
          }
        }
      }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof ImmunizationOf>["node"]>;
type Found = Extract<Node, { __typename: "Patient" }>;
export type Immunization = NonNullable<Found["immunization"]>;
export type JudgedDose = Immunization["doses"][number];
export type DoseRecord = NonNullable<JudgedDose["dose"]>;
export type Forecast = Immunization["forecasts"][number];

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

export const Papers = graphql(`
  query ImmunizationPapers($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        deferrals { id version vaccineGroups since until commission reason endedOn availableActions }
        consents { id version vaccineGroup decision writtenOn signedBy ground revokedOn availableActions }
        tuberculinTests { id version kind madeOn readOn papuleMm outcome availableActions }
      }
    }
  }
`);

export const CertificatesOf = graphql(`
  query ImmunizationCertificates($id: ID!) {
    node(id: $id) {
      __typename
      ... on Patient {
        id
        immunizationCertificates {
          id
          version
          standing
          issuedOn
          validUntil
          issuedBy
          revokedAt
          revokeReason
          clinic { id name }
          doses { givenOn vaccine against }
          availableActions
        }
      }
    }
  }
`);
export const IssueCertificate = graphql(`
  mutation IssueImmunizationCertificate($input: IssueImmunizationCertificateInput!) {
    issueImmunizationCertificate(input: $input) {
      __typename
      ... on ImmunizationCertificate { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RevokeCertificate = graphql(`
  mutation RevokeImmunizationCertificate($input: RevokeImmunizationCertificateInput!) {
    revokeImmunizationCertificate(input: $input) {
      __typename
      ... on ImmunizationCertificate { id version standing revokedAt revokeReason }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);

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

export const UsableLots = graphql(`
  query UsableLots($filter: VaccineLotFilter) {
    vaccineLots(filter: $filter, first: 100, orderBy: { field: EXPIRES_ON }) {
      nodes { id series expiresOn dosesLeft usable vaccine { id code tradeName route doseMl vaccineGroups verified } }
    }
  }
`);
export type Lot = ResultOf<typeof UsableLots>["vaccineLots"]["nodes"][number];

export const RecordDose = graphql(`
  mutation RecordDose($input: RecordDoseInput!) {
    recordDose(input: $input) {
      __typename
      ... on Dose { id version }
      ... on DoseNotAdvised { code message advice { text verified } }
      ... on DoseAlreadyRecorded { code message current { id version } }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`);
export const CorrectDose = graphql(`
  mutation CorrectDose($input: CorrectDoseInput!) {
    correctDose(input: $input) {
      __typename
      ... on Dose { id version }
      ... on DoseNotAdvised { code message advice { text verified } }
      ... on DoseAlreadyRecorded { code message current { id version } }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { code message }
    }
  }
`);
export const VoidDose = graphql(`
  mutation VoidDose($input: VoidDoseInput!) {
    voidDose(input: $input) {
      __typename
      ... on Dose { id version voidedAt }
      ... on StaleVersion { message }
      ... on Refused { message }
    }
  }
`);
export const ReportEvent = graphql(`
  mutation ReportAdverseEvent($input: ReportAdverseEventInput!) {
    reportAdverseEvent(input: $input) {
      __typename
      ... on AdverseEvent { id noticeNeeded }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const NoteNotice = graphql(`
  mutation NoteAdverseEventNotice($input: NoteAdverseEventNoticeInput!) {
    noteAdverseEventNotice(input: $input) {
      __typename
      ... on AdverseEvent { id version noticeNeeded notifiedAt notifiedWhom availableActions }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RecordRefusal = graphql(`
  mutation RecordRefusal($input: RecordRefusalInput!) {
    recordRefusal(input: $input) {
      __typename
      ... on Consent { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RecordConsent = graphql(`
  mutation RecordConsent($input: RecordConsentInput!) {
    recordConsent(input: $input) {
      __typename
      ... on Consent { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RevokeConsent = graphql(`
  mutation RevokeConsent($input: RevokeConsentInput!) {
    revokeConsent(input: $input) {
      __typename
      ... on Consent { id version revokedOn }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const Defer = graphql(`
  mutation DeferImmunization($input: DeferImmunizationInput!) {
    deferImmunization(input: $input) {
      __typename
      ... on Deferral { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const EndDeferral = graphql(`
  mutation EndDeferral($input: EndDeferralInput!) {
    endDeferral(input: $input) {
      __typename
      ... on Deferral { id version endedOn }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const RecordTest = graphql(`
  mutation RecordTuberculinTest($input: RecordTuberculinTestInput!) {
    recordTuberculinTest(input: $input) {
      __typename
      ... on TuberculinTest { id }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);
export const ReadTest = graphql(`
  mutation ReadTuberculinTest($input: ReadTuberculinTestInput!) {
    readTuberculinTest(input: $input) {
      __typename
      ... on TuberculinTest { id version readOn outcome papuleMm }
      ... on StaleVersion { message }
      ... on InvalidInput { message problems { path message } }
      ... on Refused { message }
    }
  }
`);

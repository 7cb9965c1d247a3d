import { msg } from "@lingui/core/macro";
import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";

/** The client's own documents, changes and the other doors in words; what others send is said to be theirs. */
export const OPERATIONS: Record<string, { id: string }> = {
  SignIn: msg`signed in`,
  SignOut: msg`signed out`,
  SignOutElsewhere: msg`signed out elsewhere`,
  Search: msg`searched for a person`,
  Person: msg`opened a card`,
  AttachmentHistory: msg`read the attachment history`,
  FamilyOf: msg`read the family`,
  MergesOf: msg`read merged records`,
  ReadersOf: msg`read who has read`,
  People: msg`read a list of people`,
  CountPeople: msg`counted people`,
  Attachments: msg`read a list of attachments`,
  CountAttachments: msg`counted attachments`,
  Clinics: msg`read the list of clinics`,
  DoctorLists: msg`read doctors' lists`,
  JudgeIin: msg`checked an IIN`,
  Duplicates: msg`looked for duplicates`,
  AttachmentOptions: msg`prepared an attachment`,
  AttachPatient: msg`attached a person`,
  UndoAttachment: msg`took back an attachment`,
  RegisterPatient: msg`registered a person`,
  UpdatePatient: msg`corrected a record`,
  MergePatients: msg`merged records`,
  UnmergePatients: msg`took records apart`,
  LinkFamily: msg`added a relative`,
  RevealIdentity: msg`revealed an identity`,
  ExportRows: msg`exported to Excel`,
  RecentActions: msg`read the last actions`,
  Accounts: msg`read the list of users`,
  CreateAccount: msg`created a user`,
  UpdateAccount: msg`changed a user`,
  ResetPassword: msg`set a password`,
  ResetSecondFactor: msg`took a confirmation code away`,
  ConfirmIdentity: msg`gave the password again`,
  ChangePassword: msg`changed their password`,
  ProposeSecondFactor: msg`began to set up a confirmation code`,
  ConfirmSecondFactor: msg`turned a confirmation code on`,
  RemoveSecondFactor: msg`turned the confirmation code off`,
  OwnAccount: msg`opened their account`,
  StillHere: msg`stayed signed in`,
  AccessEvents: msg`read the access journal`,
  Permissions: msg`read the permissions`,
  Me: msg`opened the client`,
  SetLanguage: msg`changed the language`,
  SaveDraft: msg`kept a draft`,
  DraftOf: msg`opened a draft`,
  DiscardDraft: msg`put a draft away`,
  FindClinics: msg`searched for a clinic`,
  ClinicChoices: msg`read the list of clinics`,
  ListChoices: msg`read doctors' lists`,
  AccountChoices: msg`read the list of users`,
  MyRecord: msg`opened their own record`,
  AttachmentChanges: msg`followed changes`,
  DemoLogins: msg`opened the client`,
  AddOrganisedGroup: msg`added a class or group`,
  AddToSession: msg`put somebody on a session's list`,
  ApplyDoseImport: msg`entered old doses from a file`,
  AttachmentRefusals: msg`read the refusals`,
  CheckCertificate: msg`checked a certificate by its code`,
  ChooseSessionLot: msg`chose a session's lot`,
  ClassChoices: msg`read the list of classes`,
  Classes: msg`read the classes`,
  ClinicNotices: msg`read what the clinic was told`,
  CloseSession: msg`closed a session`,
  CorrectDose: msg`corrected a dose`,
  CorrectStock: msg`corrected the stock`,
  CountDue: msg`counted who is due`,
  CountDueViews: msg`counted who is due`,
  CountRefusals: msg`counted refusals`,
  CountReminders: msg`counted reminders`,
  CoverageOf: msg`read the coverage`,
  DeferImmunization: msg`recorded a deferral`,
  DetachPatient: msg`detached a person`,
  DoseImport: msg`opened a file of old doses`,
  DoseImportRows: msg`read the rows of a file`,
  DoseImports: msg`read the list of files`,
  DownloadExport: msg`downloaded an export`,
  Due: msg`read who is due`,
  DueChoices: msg`read the list of vaccines`,
  EndDeferral: msg`ended a deferral`,
  EndFamilyLink: msg`ended a family tie`,
  EndObservation: msg`ended what bore on vaccines`,
  FhirImmunization: msg`read a dose through FHIR`,
  FhirImmunizations: msg`read doses through FHIR`,
  FhirRecommendations: msg`read what is due through FHIR`,
  GiveInSession: msg`gave a dose in a session`,
  ImmunizationCertificate: msg`printed a certificate`,
  ImmunizationCertificates: msg`read the certificates`,
  ImmunizationOf: msg`read the vaccinations`,
  ImmunizationPapers: msg`read deferrals and consents`,
  IssueImmunizationCertificate: msg`issued a certificate`,
  IssueToken: msg`got a token`,
  JoinOrganisedGroup: msg`put somebody in a class`,
  LeaveOrganisedGroup: msg`took somebody out of a class`,
  LotBookOf: msg`read the book of a lot`,
  MarkSessionPerson: msg`marked somebody in a session`,
  MoveUpSchool: msg`moved the classes up`,
  NoteAdverseEventNotice: msg`noted that a reaction was reported`,
  ObservationsOf: msg`read what bears on vaccines`,
  OptInToReminders: msg`took reminders up again`,
  OptOutOfReminders: msg`stopped reminders`,
  PlanChoices: msg`read the list of clinics`,
  PlanSession: msg`planned a session`,
  ReadTuberculinTest: msg`recorded the result of a tuberculin test`,
  ReceiveLot: msg`received a lot`,
  RecordConsent: msg`recorded a consent`,
  RecordDose: msg`recorded a dose`,
  RecordObservation: msg`recorded what bears on vaccines`,
  RecordRefusal: msg`recorded a refusal on paper`,
  RecordTuberculinTest: msg`recorded a tuberculin test`,
  RefusalsOfPerson: msg`read a person's refusals`,
  ReminderChannels: msg`looked whether messages get out`,
  ReminderPreview: msg`looked ahead at reminders`,
  Reminders: msg`read the reminders`,
  RemindersOf: msg`read a person's reminders`,
  ReportAdverseEvent: msg`reported a reaction to a dose`,
  RetryReminder: msg`sent a reminder again`,
  RevokeConsent: msg`revoked a consent`,
  RevokeImmunizationCertificate: msg`revoked a certificate`,
  SendReminder: msg`sent a reminder`,
  SessionChanged: msg`followed a session`,
  SessionOf: msg`opened a session`,
  Sessions: msg`read the sessions`,
  SettleAttachments: msg`settled the day`,
  StopReminders: msg`stopped reminders by the link`,
  TakenBack: msg`followed changes`,
  UndoDetachment: msg`took back a detachment`,
  UndoDose: msg`took back a dose`,
  UndoDoseImport: msg`took back old doses from a file`,
  UpdateOrganisedGroup: msg`changed a class or group`,
  UploadDoseImport: msg`sent a file of old doses`,
  UsableLots: msg`read the usable lots`,
  UserCreate: msg`opened an account at the server`,
  VaccinationCard: msg`printed a vaccination card`,
  VaccineChoices: msg`read the list of vaccines`,
  VaccineKinds: msg`read the list of vaccines`,
  VaccineLots: msg`read the stock of vaccines`,
  VaccineNames: msg`read the list of vaccines`,
  VaccinePlan: msg`read the vaccine plan`,
  VoidDose: msg`declared a dose void`,
  VoidObservation: msg`voided what bore on vaccines`,
  WriteOffDoses: msg`wrote doses off`,
};

/** An operation without a name stands in the trail by the fields that it asked for: whose document asks for the same. */
export const FIELDS: Record<string, string> = {
  me: "OwnAccount",
  patients: "People",
  personByIin: "Search",
  permissionMatrix: "Permissions",
  draft: "DraftOf",
  doses: "ImmunizationOf",
  dueImmunizations: "Due",
  vaccines: "VaccineNames",
  vaccineGroups: "VaccineNames",
  organisedGroups: "Classes",
  immunizationSessions: "Sessions",
  immunizationSession: "SessionOf",
  coverage: "CoverageOf",
  immunizationPlan: "VaccinePlan",
  attachmentChanged: "AttachmentChanges",
  immunizationSessionChanged: "SessionChanged",
};

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Each of the fields in words, or nothing when one of them has none. */
function wordsOf(operation: string): { id: string }[] | null {
  const words = operation.split(",").map((name) => OPERATIONS[FIELDS[name] ?? capital(name)]);
  return words.every((one) => one !== undefined) ? words : null;
}

/** What an inspector asks for, as the trail writes it: readings by document, changes by field. */
export const FILTERED = [
  "Search",
  "Person",
  "ReadersOf",
  "People",
  "Attachments",
  "registerPatient",
  "updatePatient",
  "attachPatient",
  "undoAttachment",
  "detachPatient",
  "undoDetachment",
  "mergePatients",
  "unmergePatients",
  "ImmunizationOf",
  "recordDose",
  "correctDose",
  "voidDose",
  "issueImmunizationCertificate",
  "revealIdentity",
  "exportRows",
  "createAccount",
  "updateAccount",
  "resetPassword",
  "resetSecondFactor",
  "changePassword",
  "confirmSecondFactor",
  "removeSecondFactor",
  "signIn",
];

const OUTCOMES: Record<string, { id: string }> = {
  OK: msg`done`,
  REFUSED: msg`refused`,
  FORBIDDEN: msg`not allowed`,
  FAILED: msg`failed`,
};

/** A sign-in that was refused was only tried: the name beside it is whose door it was. */
const TRIED = msg`tried to sign in`;

export function useOperationName(): (operation: string, outcome?: string) => string {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  return useCallback(
    (operation, outcome = "OK") => {
      if (operation === "signIn" && outcome !== "OK") return i18n._(TRIED);
      const words = wordsOf(operation)?.map((one) => i18n._(one));
      return words?.join(", ") ?? t`query of another program: ${operation}`;
    },
    [i18n, t],
  );
}

export function useOutcomeName(): (outcome: string) => string {
  const { i18n } = useRuntime();
  return useCallback(
    (outcome) => {
      const name = OUTCOMES[outcome];
      return name ? i18n._(name) : outcome;
    },
    [i18n],
  );
}

export function useOutcomes() {
  const name = useOutcomeName();
  return Object.keys(OUTCOMES).map((value) => ({ value, label: name(value) }));
}

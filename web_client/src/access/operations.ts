import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { useCallback } from "react";

/** The client's own documents in words; what others send is shown by the name that they gave it. */
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
};

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
  "mergePatients",
  "unmergePatients",
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
  const { i18n } = useLingui();
  return useCallback(
    (operation, outcome = "OK") => {
      if (operation === "signIn" && outcome !== "OK") return i18n._(TRIED);
      const name = OPERATIONS[operation.charAt(0).toUpperCase() + operation.slice(1)];
      return name ? i18n._(name) : operation;
    },
    [i18n],
  );
}

export function useOutcomeName(): (outcome: string) => string {
  const { i18n } = useLingui();
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

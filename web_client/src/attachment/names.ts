import { msg } from "@lingui/core/macro";

export const REASONS = {
  RESIDENCE_CHANGED: msg`change of residence`,
  WORK_CHANGED: msg`change of work`,
  STUDY_CHANGED: msg`change of study`,
  SENTENCE_ENDED: msg`end of a sentence`,
  MILITARY_SERVICE_ENDED: msg`end of military service`,
  CLINIC_REORGANISED: msg`clinic reorganised or closed`,
  DISSATISFIED_WITH_QUALITY: msg`not content with the clinic`,
  MOVED_TO_ANOTHER_LOCALITY: msg`moved to another locality`,
  FREE_CHOICE: msg`free choice`,
  CAMPAIGN: msg`campaign`,
  FIRST_ATTACHMENT: msg`first attachment`,
  NEWBORN: msg`newborn`,
  DEFAULT_BY_ADDRESS: msg`by address`,
  ACTUAL_RESIDENCE: msg`actual residence`,
  DOCTOR_CHOICE: msg`choice of doctor`,
};

/** Why an attachment ended; the first ones a clerk may give. */
export const END_REASONS = {
  DEATH: msg`death`,
  LEFT_COUNTRY: msg`left the country for good`,
  CONTRACT_ENDED: msg`end of the insurance contract`,
  COMMISSION_DECISION: msg`decision of the commission`,
  CLINIC_CLOSED: msg`the clinic has closed`,
  ERROR: msg`entered by mistake`,
  ATTACHED_ELSEWHERE: msg`attached elsewhere`,
  DUPLICATE: msg`records merged`,
};

/** Which rule said no; the words of the whole message come from the server. */
export const REFUSALS = {
  NORM_EXCEEDED: msg`the doctor's list is full`,
  NO_HOME_VISIT_WAIVER: msg`no waiver of home visits`,
  OUTSIDE_CAMPAIGN: msg`outside the campaign`,
  OUTSIDE_CAMPAIGN_WITHOUT_REASON: msg`no reason outside the campaign`,
  REASON_DOES_NOT_FIT: msg`the reason does not fit`,
  ALREADY_ATTACHED_HERE: msg`attached to this doctor already`,
  FREE_CHOICE_USED_UP: msg`free choice used up`,
  CLINIC_WITHOUT_CONTRACT: msg`the clinic has no contract`,
  CLINIC_NOT_PRIMARY_CARE: msg`not a primary-care clinic`,
  OUTSIDE_ADMINISTRATIVE_UNIT: msg`lives in another region`,
  CONTRACT_ENDED: msg`insurance contract ended`,
  CONTRACT_MISSING: msg`no insurance contract`,
  AGE_DOES_NOT_FIT_LIST: msg`the age does not fit the list`,
  DOCTOR_NOT_AVAILABLE: msg`the doctor does not take people`,
  PATIENT_MERGED: msg`merged record`,
  PATIENT_DECEASED: msg`the person has died`,
};

export const CHANNELS = {
  DESK: msg`at the desk`,
  EGOV: msg`eGov`,
  CAMPAIGN: msg`campaign`,
  DEFAULT: msg`by default`,
  NEWBORN: msg`newborn`,
  REGISTER: msg`from the register`,
};

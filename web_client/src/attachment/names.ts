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

export const CHANNELS = {
  DESK: msg`at the desk`,
  EGOV: msg`eGov`,
  CAMPAIGN: msg`campaign`,
  DEFAULT: msg`by default`,
  NEWBORN: msg`newborn`,
  REGISTER: msg`from the register`,
};

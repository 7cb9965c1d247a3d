import { msg } from "@lingui/core/macro";

export const FATES = {
  PLANNED: msg`planned`,
  RETRYING: msg`trying again`,
  SENDING: msg`being sent`,
  SENT: msg`sent`,
  DELIVERED: msg`delivered`,
  UNKNOWN: msg`outcome unknown`,
  DEAD: msg`not sent`,
  WITHDRAWN: msg`withdrawn`,
};

export const WISHED_BY = {
  STAFF: msg`told to the clinic`,
  PATIENT: msg`chosen by themselves`,
  LINK: msg`by the link in a message`,
};

export const REMINDER_CHANNELS = {
  SMS: msg`SMS`,
  EMAIL: msg`e-mail`,
  WEBHOOK: msg`messenger`,
};

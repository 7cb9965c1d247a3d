import { msg } from "@lingui/core/macro";

export const OWNERSHIPS = { STATE: msg`state`, PRIVATE: msg`private` };

export const CLINIC_KINDS = {
  CITY_POLYCLINIC: msg`city polyclinic`,
  FAMILY_HEALTH_CENTRE: msg`family health centre`,
  AMBULATORY: msg`medical ambulatory`,
  FELDSHER_POINT: msg`feldsher station`,
  MEDICAL_POINT: msg`medical station`,
};

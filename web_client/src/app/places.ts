import { msg } from "@lingui/core/macro";
import {
  IconBell,
  IconBuildingHospital,
  IconChartBar,
  IconEye,
  IconFileImport,
  IconFridge,
  IconHandStop,
  IconLink,
  IconSchool,
  IconSearch,
  IconShieldLock,
  IconStethoscope,
  IconUser,
  IconUserCog,
  IconUsers,
  IconUsersGroup,
  IconVaccine,
} from "@tabler/icons-react";
import { may, type Viewer } from "../session/viewer";

const isPatient = (viewer: Viewer) => viewer.role === "PATIENT";
const readsPeople = (viewer: Viewer) => may(viewer, "READ_PATIENTS") && !isPatient(viewer);
const isFund = (viewer: Viewer) => viewer.role === "AUDITOR" || viewer.role === "FUND_OFFICER";

const vaccinates = (viewer: Viewer) => may(viewer, "READ_VACCINATION_WORK") && may(viewer, "RECORD_DOSE");

/** The places of the house, in the order of the rail; each role sees its few. */
const PLACES = [
  { to: "/mine", name: msg`My record`, icon: IconUser, open: isPatient },
  { to: "/desk", name: msg`Desk`, icon: IconSearch, open: (viewer: Viewer) => may(viewer, "SEARCH_PATIENTS") },
  { to: "/clinics", name: msg`Clinics`, icon: IconBuildingHospital, open: isFund },
  {
    to: "/people",
    name: msg`People`,
    icon: IconUsers,
    open: (viewer: Viewer) => isFund(viewer) || viewer.role === "HEAD_DOCTOR" || viewer.role === "CLINIC_ADMIN",
  },
  { to: "/coverage", name: msg`Coverage`, icon: IconChartBar, open: isFund },
  { to: "/due", name: msg`Vaccination due`, icon: IconVaccine, open: vaccinates },
  { to: "/sessions", name: msg`Sessions`, icon: IconSchool, open: vaccinates },
  { to: "/classes", name: msg`Classes`, icon: IconUsersGroup, open: vaccinates },
  { to: "/lots", name: msg`Lots`, icon: IconFridge, open: vaccinates },
  {
    to: "/imports",
    name: msg`Old doses`,
    icon: IconFileImport,
    open: (viewer: Viewer) => may(viewer, "IMPORT_DOSES"),
  },
  {
    to: "/attachments",
    name: msg`Attachments`,
    icon: IconLink,
    open: readsPeople,
  },
  {
    to: "/refusals",
    name: msg`Refusals`,
    icon: IconHandStop,
    open: (viewer: Viewer) => isFund(viewer) || viewer.role === "HEAD_DOCTOR" || viewer.role === "CLINIC_ADMIN",
  },
  {
    to: "/reminders",
    name: msg`Reminders`,
    icon: IconBell,
    open: (viewer: Viewer) => may(viewer, "READ_REMINDERS") && !isPatient(viewer),
  },
  {
    to: "/lists",
    name: msg`Doctors' lists`,
    icon: IconStethoscope,
    open: readsPeople,
  },
  { to: "/accounts", name: msg`Users`, icon: IconUserCog, open: (viewer: Viewer) => may(viewer, "MANAGE_ACCOUNTS") },
  {
    to: "/permissions",
    name: msg`Permissions`,
    icon: IconShieldLock,
    open: (viewer: Viewer) => may(viewer, "READ_PERMISSIONS"),
  },
  { to: "/journal", name: msg`Access journal`, icon: IconEye, open: (viewer: Viewer) => may(viewer, "READ_AUDIT") },
] as const;

export const placesOf = (viewer: Viewer) => PLACES.filter((place) => place.open(viewer));

export const homeOf = (viewer: Viewer) => placesOf(viewer)[0]?.to ?? "/permissions";

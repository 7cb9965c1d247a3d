import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readFilters } from "../parts/filters";
import { Broken } from "./Broken";
import { Frame } from "./Frame";
import { Home } from "./Home";
import { NotFound } from "./NotFound";

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });

const desk = createRoute({
  getParentRoute: () => root,
  path: "desk",
  component: lazyRouteComponent(() => import("../desk/Desk"), "Desk"),
});
const deskStart = createRoute({
  getParentRoute: () => desk,
  path: "/",
  component: lazyRouteComponent(() => import("../desk/DeskStart"), "DeskStart"),
});
const newPerson = createRoute({
  getParentRoute: () => desk,
  path: "new",
  component: lazyRouteComponent(() => import("../patient/RegisterPage"), "RegisterPage"),
});
const deskPerson = createRoute({
  getParentRoute: () => desk,
  path: "$personId",
  component: lazyRouteComponent(() => import("../desk/DeskPerson"), "DeskPerson"),
});
const deskCard = createRoute({
  getParentRoute: () => deskPerson,
  path: "/",
  component: lazyRouteComponent(() => import("../patient/PersonCard"), "PersonCardPage"),
});
const attach = createRoute({
  getParentRoute: () => deskPerson,
  path: "attach",
  component: lazyRouteComponent(() => import("../attachment/AttachPage"), "AttachPage"),
});
const correct = createRoute({
  getParentRoute: () => deskPerson,
  path: "correct",
  component: lazyRouteComponent(() => import("../patient/CorrectPage"), "CorrectPage"),
});
const merge = createRoute({
  getParentRoute: () => deskPerson,
  path: "merge",
  component: lazyRouteComponent(() => import("../patient/MergePage"), "MergePage"),
});

const detach = createRoute({
  getParentRoute: () => deskPerson,
  path: "detach",
  component: lazyRouteComponent(() => import("../attachment/DetachPage"), "DetachPage"),
});

const mine = createRoute({
  getParentRoute: () => root,
  path: "mine",
  component: lazyRouteComponent(() => import("../patient/MyRecord"), "MyRecord"),
});

const clinics = createRoute({
  getParentRoute: () => root,
  path: "clinics",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../clinic/ClinicsPage"), "ClinicsPage"),
});
const people = createRoute({
  getParentRoute: () => root,
  path: "people",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../patient/PeoplePage"), "PeoplePage"),
});
const attachments = createRoute({
  getParentRoute: () => root,
  path: "attachments",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../attachment/AttachmentsPage"), "AttachmentsPage"),
});
const refusals = createRoute({
  getParentRoute: () => root,
  path: "refusals",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../attachment/RefusalsPage"), "RefusalsPage"),
});
const reminders = createRoute({
  getParentRoute: () => root,
  path: "reminders",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../reminder/RemindersPage"), "RemindersPage"),
});
const lists = createRoute({
  getParentRoute: () => root,
  path: "lists",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../doctor_list/DoctorListsPage"), "DoctorListsPage"),
});
const sessions = createRoute({
  getParentRoute: () => root,
  path: "sessions",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/SessionsPage"), "SessionsPage"),
});
const sessionDesk = createRoute({
  getParentRoute: () => root,
  path: "sessions/$sessionId",
  component: lazyRouteComponent(() => import("../immunization/SessionPage"), "SessionPage"),
});
const due = createRoute({
  getParentRoute: () => root,
  path: "due",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/DuePage"), "DuePage"),
});
const classesPage = createRoute({
  getParentRoute: () => root,
  path: "classes",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/ClassesPage"), "ClassesPage"),
});
const lots = createRoute({
  getParentRoute: () => root,
  path: "lots",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/LotsPage"), "LotsPage"),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "imports",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/ImportsPage"), "ImportsPage"),
});
const fileOfDoses = createRoute({
  getParentRoute: () => root,
  path: "imports/$importId",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/ImportPage"), "ImportPage"),
});
const vaccinePlan = createRoute({
  getParentRoute: () => root,
  path: "vaccine-plan",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/PlanPage"), "PlanPage"),
});
const coverage = createRoute({
  getParentRoute: () => root,
  path: "coverage",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../immunization/CoveragePage"), "CoveragePage"),
});
const ownAccount = createRoute({
  getParentRoute: () => root,
  path: "me",
  component: lazyRouteComponent(() => import("../session/OwnAccountPage"), "OwnAccountPage"),
});
const accounts = createRoute({
  getParentRoute: () => root,
  path: "accounts",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../account/AccountsPage"), "AccountsPage"),
});
const permissions = createRoute({
  getParentRoute: () => root,
  path: "permissions",
  component: lazyRouteComponent(() => import("../access/PermissionsPage"), "PermissionsPage"),
});
const journal = createRoute({
  getParentRoute: () => root,
  path: "journal",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("../access/JournalPage"), "JournalPage"),
});

const routeTree = root.addChildren([
  home,
  desk.addChildren([deskStart, newPerson, deskPerson.addChildren([deskCard, attach, detach, correct, merge])]),
  mine,
  clinics,
  people,
  attachments,
  refusals,
  reminders,
  lists,
  due,
  sessions,
  sessionDesk,
  lots,
  classesPage,
  imports,
  fileOfDoses,
  vaccinePlan,
  coverage,
  ownAccount,
  accounts,
  permissions,
  journal,
]);

export const router = createRouter({
  routeTree,
  defaultErrorComponent: Broken,
  defaultPreload: "intent",
  scrollRestoration: true,
  // Another page in the pane is read from the top; going back finds the place again.
  scrollToTopSelectors: ["[data-pane]"],
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    q?: string;
    card?: string;
  }
}

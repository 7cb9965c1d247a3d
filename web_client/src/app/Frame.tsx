import { Trans } from "@lingui/react/macro";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { KeyHelp } from "../keys/KeyHelp";
import { SearchBox } from "../search/SearchBox";
import { SearchProvider } from "../search/SearchProvider";
import { Activity } from "./Activity";
import classes from "./Frame.module.css";
import { FrameKeys } from "./FrameKeys";
import { PersonMenu } from "./PersonMenu";
import { Rail } from "./Rail";

const ResumeSending = lazy(() => import("../immunization/ResumeSending"));
const leftUnsent = localStorage.getItem("emhana.unsent") !== null;

export function Frame() {
  return (
    <SearchProvider>
      <FrameKeys />
      {leftUnsent && (
        <Suspense>
          <ResumeSending />
        </Suspense>
      )}
      <a className={classes.skip} href="#main">
        <Trans>Skip to the page</Trans>
      </a>
      <div className={classes.frame}>
        <Rail />
        <header className={classes.top}>
          <SearchBox />
          <KeyHelp />
          <PersonMenu />
          <Activity />
        </header>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </SearchProvider>
  );
}

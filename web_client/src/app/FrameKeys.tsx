import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useKey, useLeaveField } from "../keys/use-key";
import { useSearch } from "../search/SearchProvider";
import { useMay } from "../session/viewer";

/** The keys of a role belong to the frame: its pages come later, and a registrar does not wait for them. */
export function FrameKeys() {
  const { text, inPlace } = useSearch();
  const navigate = useNavigate();
  const mayRegister = useMay("REGISTER_PATIENT");
  usePreloaded("/desk/new", mayRegister);
  const state = { q: inPlace ? text : "" };
  useLeaveField();
  useKey({ code: "KeyN" }, mayRegister && (() => void navigate({ to: "/desk/new", state })));
  return null;
}

/** Fetches a page's code while nothing else is to be done, so that its key opens it at once. */
function usePreloaded(to: "/desk/new", wanted: boolean) {
  const router = useRouter();
  useEffect(() => {
    if (!wanted) return;
    const wait = setTimeout(() => void router.preloadRoute({ to }), 1000);
    return () => clearTimeout(wait);
  }, [router, to, wanted]);
}

import { createContext, use } from "react";

/** Asks for the password again, over whatever is open; false when the person turns back. */
export const ConfirmIdentity = createContext<() => Promise<boolean>>(async () => false);

export const useConfirmIdentity = () => use(ConfirmIdentity);

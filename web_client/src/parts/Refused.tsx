import { Notice } from "./Notice";

/** Why the server said no, beside the form that was sent; nothing until it does. */
export function Refused({ children }: { children: string | null | undefined }) {
  return (
    children && (
      <Notice meaning="attention" live>
        {children}
      </Notice>
    )
  );
}

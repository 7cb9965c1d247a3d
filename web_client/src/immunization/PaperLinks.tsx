import { Button, type ButtonProps } from "@mantine/core";

interface Props extends Pick<ButtonProps, "size" | "variant"> {
  /** The address of the paper, without its language. */
  address: string;
  /** What each language's button says; papers are printed in these two. */
  labels: { kk: string; ru: string };
}

/** A paper to be printed, in each language in which it is printed. */
export function PaperLinks({ address, labels, ...looks }: Props) {
  return Object.entries(labels).map(([language, label]) => (
    <Button key={language} component="a" href={`${address}?language=${language}`} download {...looks}>
      {label}
    </Button>
  ));
}

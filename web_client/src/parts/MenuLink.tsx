import { Menu, type MenuItemProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Props = MenuItemProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps> & { ref?: Ref<HTMLAnchorElement> };

const Anchor = (props: Props) => <Menu.Item component="a" {...props} />;

/** A link among the items of a menu. */
export const MenuLink = createLink(Anchor);

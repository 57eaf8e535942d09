import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { word } from "../words/words";
import css from "./press.module.css";
import { keyName, SHORTCUTS, type ShortcutId } from "./shortcuts";

interface PressProps {
  children: ReactNode;
  onPress: (() => void) | null;
  /** Shown on the button; the screen offers the same key with `useShortcuts`. */
  shortcut?: ShortcutId;
  icon?: ReactNode;
  /** The one thing the screen is for now. */
  main?: boolean;
  /** Why it cannot be pressed, read out and shown as a tooltip. */
  why?: string;
  pressed?: boolean;
  /** A key that is meant to be tapped fast: each tap counts. */
  fast?: boolean;
  wide?: boolean;
  label?: string;
}

/** A button made for a finger in a glove. Without `onPress` it says that it does nothing now. */
export function Press(props: PressProps) {
  const { children, onPress, shortcut, icon, main, why, pressed, fast, wide, label } = props;
  const key = shortcut ? SHORTCUTS[shortcut].keys[0] : null;
  return (
    <UnstyledButton
      className={css.press}
      data-main={main === true || undefined}
      data-wide={wide === true || undefined}
      disabled={onPress === null}
      onClick={(event) => {
        // The second tap of a double tap was meant for what was here before.
        if (fast || event.detail < 2) onPress?.();
      }}
      title={why}
      aria-pressed={pressed}
      aria-label={label}
      aria-keyshortcuts={key ?? undefined}
    >
      <span className={css.face}>
        {icon}
        <span className={css.text}>{children}</span>
      </span>
      {key && <kbd className={css.key}>{keyName(key)}</kbd>}
    </UnstyledButton>
  );
}

/** The row of buttons at the foot of an operator's screen, in the order of the F-keys. */
export function PressBar({ children }: { children: ReactNode }) {
  return (
    <nav className={css.bar} aria-label={word("frame.keys")}>
      {children}
    </nav>
  );
}

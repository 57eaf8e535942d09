import type { ReactNode } from "react";

interface ScrolledProps {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A named region that may be longer than its place; the arrow keys scroll it. */
export function Scrolled({ label, className, children }: ScrolledProps) {
  return (
    <section
      className={className}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus (WCAG 2.1.1)
      tabIndex={0}
    >
      {children}
    </section>
  );
}

import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
} from "@mantine/core";

/** One blue for everything a person may press; the plain shade in every place of the scale. */
const action: MantineColorsTuple = [
  "#e7f1fa",
  "#cfe3f5",
  "#a4c9ea",
  "#7fb8f0",
  "#4d93d0",
  "#2a78bd",
  "#1864ab",
  "#145591",
  "#104677",
  "#0c385f",
];

/** Greys of the dark scheme, text first, deepest ground last. */
const dark: MantineColorsTuple = [
  "#e8eaed",
  "#a9b1ba",
  "#79828c",
  "#5c6670",
  "#343a41",
  "#2a2f35",
  "#1e2226",
  "#191d20",
  "#14171a",
  "#0e1113",
];

/** Mantine drawn with our tokens. */
export const theme = createTheme({
  fontFamily: "var(--font)",
  primaryColor: "action",
  primaryShade: { light: 6, dark: 6 },
  colors: { action, dark },
  defaultRadius: 4,
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Modal: Modal.extend({
      // Gone at once: a key pressed while a dialog still fades out would be lost.
      defaultProps: { transitionProps: { duration: 0 } },
      styles: {
        title: { fontSize: 22, fontWeight: 600 },
        close: { width: 56, height: 56 },
      },
    }),
  },
});

const ours = {
  "--mantine-color-body": "var(--panel)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--muted)",
  "--mantine-color-placeholder": "var(--muted)",
  "--mantine-color-default": "var(--panel)",
  "--mantine-color-default-hover": "var(--sunken)",
  "--mantine-color-default-color": "var(--text)",
  "--mantine-color-default-border": "var(--border)",
  "--mantine-color-disabled": "var(--sunken)",
  "--mantine-color-disabled-color": "var(--muted)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-color-error": "var(--alarm-text)",
  "--mantine-color-anchor": "var(--action-text)",
};

/** Our tokens in the place of Mantine's colours, the same in light and dark. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: ours,
  dark: ours,
});

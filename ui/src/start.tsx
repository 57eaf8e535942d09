import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "@mantine/core/styles/ScrollArea.css";
import "@mantine/core/styles/UnstyledButton.css";
import "@mantine/core/styles/Overlay.css";
import "@mantine/core/styles/Paper.css";
import "@mantine/core/styles/CloseButton.css";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import "@mantine/core/styles/Loader.css";
import "@mantine/core/styles/Button.css";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import "./parts/tokens.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { followChanges } from "./host/changes";
import type { Host } from "./host/host";
import { watched } from "./host/link";
import { createViews, HostContext } from "./host/views";
import { settings } from "./parts/settings";
import { useStore } from "./parts/store";
import { resolveVariables, theme } from "./parts/theme";
import { startKeys } from "./parts/use_shortcuts";
import { createScreens } from "./router";
import { resolveCodes } from "./scan/found";

/** Draws the product on a host and keeps it in touch with it. */
export async function start(plain: Host): Promise<void> {
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  const host = watched(plain);
  const views = createViews();
  const screens = createScreens();
  followChanges(host, views);
  resolveCodes(host);
  startKeys();
  // What index.html drew stays until the first screen can take its place.
  await screens.load();
  createRoot(root).render(
    <StrictMode>
      <HostContext value={host}>
        <QueryClientProvider client={views}>
          <Themed>
            <RouterProvider router={screens} />
          </Themed>
        </QueryClientProvider>
      </HostContext>
    </StrictMode>,
  );
}

function Themed({ children }: { children: React.ReactNode }) {
  const { theme: scheme, gloves, pxPerMm } = useStore(settings);
  useEffect(() => {
    const page = document.documentElement;
    page.dataset.gloves = gloves ? "yes" : "no";
    page.style.setProperty("--mm", `${pxPerMm}px`);
  }, [gloves, pxPerMm]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      forceColorScheme={scheme}
    >
      {children}
    </MantineProvider>
  );
}

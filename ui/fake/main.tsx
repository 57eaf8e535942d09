import { start } from "../src/start";
import { fakeHost } from "./host";

void start(fakeHost);

import { start } from "../src/start";
import { fakeHost } from "./host";

start(fakeHost);

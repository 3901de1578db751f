/** Entry of a measuring process for the cases on published modules. */
import { serveOneJob } from "../../src/measure/perform.ts";
import { realCases } from "./cases.ts";

serveOneJob(realCases);

/** Entry of a measuring process for a case whose fuel is not the same each time. */
import { serveOneJob } from "../../src/measure/serve.ts";
import { waveringCase } from "./wavering-case.ts";

serveOneJob([waveringCase]);

/** Entry of a measuring process for the cases on small modules. */
import { serveOneJob } from "../../../src/measure/serve.ts";
import { small } from "../subjects/small.ts";

serveOneJob(small);

/** Entry of a measuring process for the cases on published modules. */
import { serveOneJob } from "../../../src/measure/serve.ts";
import { published } from "../subjects/published.ts";

serveOneJob(published);

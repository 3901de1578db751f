/** Entry of a measuring process for the cases on published modules. */
import { serveOneJob } from "../../../src/measure/perform.ts";
import { published } from "../subjects/published.ts";

serveOneJob(published);

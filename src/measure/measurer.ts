/** Entry of a measuring process for the cases of the bundled runtime. */
import { catalog } from "../suites/catalog.ts";
import { serveOneJob } from "./serve.ts";

serveOneJob(catalog);

/** What is wrong with a foreign report. Its message ends a sentence and may quote the report: whoever shows it escapes it. */
export class Flaw extends Error {}

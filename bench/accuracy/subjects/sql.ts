import { createRequire } from "node:module";
import {
  type InstantiateWasm,
  type ModuleCase,
  minifiedName,
  moduleCase,
  type Operation,
  publishedFile,
} from "./module-case.ts";

/** As much of sql.js as is used here. */
interface Database {
  run(sql: string): void;
  exec(sql: string): { values: (string | number)[][] }[];
  getRowsModified(): number;
}
type InitSqlJs = (options: { instantiateWasm: InstantiateWasm }) => Promise<{ Database: new () => Database }>;

const require = createRequire(import.meta.url);
const module = publishedFile("sql.js/dist/sql-wasm.wasm");
const prepareStatement = minifiedName("sql.js", "_sqlite3_prepare_v2");
const executeScript = minifiedName("sql.js", "_sqlite3_exec");

const rows = `
  CREATE TABLE word (id INTEGER PRIMARY KEY, kind INTEGER, text TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO word SELECT i, i * 7919 % 97, printf('%05d-%x', i, i * 31) FROM n;
`;

const insertion = `BEGIN;
  WITH RECURSIVE n(i) AS (SELECT 2001 UNION ALL SELECT i + 1 FROM n WHERE i < 2200)
    INSERT INTO word SELECT i, i % 7, 'x' || i FROM n;
  ROLLBACK`;

/** The glue keeps its module for good, so that it is loaded anew for each. */
async function database(instantiateWasm: InstantiateWasm): Promise<Database> {
  const path = require.resolve("sql.js");
  delete require.cache[path];
  const init = require(path) as InitSqlJs;
  delete require.cache[path];
  const { Database } = await init({ instantiateWasm });
  const opened = alwaysDrawing(0.5, () => new Database());
  opened.run(rows);
  return opened;
}

/** The glue draws the name of the file, and the length of the name is felt in the fuel of a query. */
function alwaysDrawing<Result>(number: number, work: () => Result): Result {
  const { random } = Math;
  Math.random = () => number;
  try {
    return work();
  } finally {
    Math.random = random;
  }
}

/** The answer is the last value of the first result. */
function query(sql: string): ModuleCase["load"] {
  return async ({ instantiateWasm }): Promise<Operation> => {
    const opened = await database(instantiateWasm);
    return () => opened.exec(sql)[0]?.values.at(-1)?.at(-1) ?? "nothing";
  };
}

export const sql: readonly ModuleCase[] = [
  moduleCase({
    id: "sql/group",
    why: "SQLite groups and sorts 1,000 rows",
    module,
    entry: prepareStatement,
    answer: "01000-7918",
    load: query("SELECT kind, count(*), max(text) FROM word GROUP BY kind ORDER BY 2 DESC, 1 LIMIT 5"),
  }),
  moduleCase({
    id: "sql/insert",
    why: "SQLite inserts 200 rows and rolls them back",
    module,
    entry: executeScript,
    answer: 200,
    async load({ instantiateWasm }) {
      const opened = await database(instantiateWasm);
      return () => {
        opened.run(insertion);
        return opened.getRowsModified();
      };
    },
  }),
  moduleCase({
    id: "sql/json",
    why: "SQLite builds a JSON document of 200 rows and reads it again",
    module,
    entry: prepareStatement,
    answer: 200,
    load: query(`SELECT count(json_extract(value, '$.text')) FROM json_each((
      SELECT json_group_array(json_object('id', id, 'text', text)) FROM word WHERE id <= 200))`),
  }),
];

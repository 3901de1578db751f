import { createRequire } from "node:module";
import { digest, type Job, packageFile, type Workload } from "./workload.ts";

/** As much of sql.js as the workload uses. */
interface Database {
  run(sql: string): void;
  exec(sql: string): unknown;
  export(): Uint8Array;
  close(): void;
}
type InitSqlJs = () => Promise<{ Database: new () => Database }>;

const rows = `
  CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, region INTEGER);
  CREATE TABLE sale (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer, cents INTEGER, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
    INSERT INTO customer SELECT i, 'customer ' || (i * 7919 % 400), i % 9 FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
    INSERT INTO sale SELECT i, 1 + i * 7919 % 400, i * 104729 % 100003, printf('%05d-%x', i, i * 31) FROM n;
  CREATE INDEX by_customer ON sale (customer, cents);
  UPDATE sale SET note = upper(note) || substr(note, 2) WHERE id % 5 = 0;
  DELETE FROM sale WHERE id % 17 = 0;
`;

const questions = [
  `SELECT region, count(*), sum(cents), avg(cents), group_concat(DISTINCT substr(name, 10, 1))
     FROM sale JOIN customer ON customer.id = sale.customer GROUP BY region ORDER BY 3 DESC`,
  `SELECT customer, cents, rank() OVER (PARTITION BY customer ORDER BY cents DESC) AS place
     FROM sale WHERE customer < 60 ORDER BY place, customer LIMIT 50`,
  `SELECT note FROM sale WHERE note LIKE '%7%A%' ORDER BY note DESC LIMIT 40`,
  `SELECT json_group_array(json_object('id', id, 'note', note)) FROM sale WHERE id % 211 = 0`,
  `SELECT sum(json_extract(value, '$.a[1]')) FROM json_each((
     SELECT json_group_array(json_object('a', json_array(id, cents))) FROM sale WHERE id < 600))`,
  `WITH RECURSIVE path(id, length) AS (
     SELECT 1, 0 UNION SELECT (id * 31 + 7) % 1009, length + 1 FROM path WHERE length < 1500)
     SELECT count(DISTINCT id), max(length) FROM path`,
  "SELECT a.id, b.id FROM customer a JOIN customer b ON a.name = b.name AND a.id < b.id ORDER BY 1, 2 LIMIT 20",
];

/** SQLite in sql.js: tables, an index, joins, groups, windows, JSON, a recursive query, and the database file itself. */
export const sql: Workload = {
  name: "sql.js",
  bytes: async () => packageFile("sql.js/dist/sql-wasm.wasm"),
  async load(webassembly): Promise<Job> {
    globalThis.WebAssembly = webassembly;
    const init = createRequire(import.meta.url)("sql.js") as InitSqlJs;
    const { Database } = await init();
    return {
      run() {
        const database = new Database();
        database.run(rows);
        const answers = questions.map((question) => JSON.stringify(database.exec(question)));
        const file = database.export();
        database.close();
        return digest(...answers, file);
      },
    };
  },
};

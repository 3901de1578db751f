import initSqlJs, { type Database } from "sql.js";
import { Bench } from "tinybench";

const { Database: NewDatabase } = await initSqlJs();

function ledger(rows: number): Database {
  const database = new NewDatabase();
  database.run("CREATE TABLE ledger (account INTEGER, amount INTEGER)");
  const insert = database.prepare("INSERT INTO ledger VALUES (?, ?)");
  for (let row = 0; row < rows; row++) insert.run([row % 37, (row * 7919) % 1000]);
  insert.free();
  return database;
}

const large = ledger(2_000);

export const bench = new Bench({ name: "queries" });

bench
  .add("insert 200 rows", () => ledger(200).close())
  .add("sum by account", () =>
    large.exec("SELECT account, sum(amount) FROM ledger GROUP BY account ORDER BY 2"),
  )
  .add("search text", async () => {
    await Promise.resolve();
    return large.exec("SELECT count(*) FROM ledger WHERE CAST(amount AS TEXT) LIKE '%42%'");
  });

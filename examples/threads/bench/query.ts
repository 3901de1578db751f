import initSqlJs from "sql.js";

const SQL = await initSqlJs();
const database = new SQL.Database();
database.run("create table numbers (n integer)");
for (let n = 0; n < 500; n++) database.run("insert into numbers values (?)", [n]);

/** How many of the numbers from 0 to 499 are divided by another without rest. */
export default function query(divisor: number): number {
  const [result] = database.exec("select count(*) from numbers where n % ? = 0", [divisor]);
  return Number(result?.values[0]?.[0]);
}

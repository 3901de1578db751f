import initSqlJs from "sql.js";

const { Database } = await initSqlJs();

/** Keeps texts by key, in SQLite. */
export function openStore() {
  const database = new Database();
  database.run("CREATE TABLE texts (key TEXT PRIMARY KEY, text TEXT)");
  const write = database.prepare("INSERT OR REPLACE INTO texts VALUES (?, ?)");
  const read = database.prepare("SELECT text FROM texts WHERE key = ?");
  return {
    put: (key, text) => write.run([key, text]),
    get: (key) => read.get([key])[0],
  };
}

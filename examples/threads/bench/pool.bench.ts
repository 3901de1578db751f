import { Piscina } from "piscina";
import { Bench } from "tinybench";

const filename = new URL("./query.ts", import.meta.url).href;
const pool = new Piscina({ filename, minThreads: 2, maxThreads: 2 });

export const bench = new Bench();

bench.add("4 queries by 2 threads", async () => {
  const counts = await Promise.all([3, 5, 7, 11].map((divisor) => pool.run(divisor)));
  if (counts.join() !== "167,100,72,46") throw new Error(`counted ${counts}`);
});

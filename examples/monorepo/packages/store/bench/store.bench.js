import { openStore } from "@example/store";
import { Bench } from "tinybench";

const store = openStore();
for (let i = 0; i < 500; i++) store.put(`key ${i}`, `text ${i}`);
let next = 0;

export default new Bench()
  .add("get", () => {
    next = (next + 7) % 500;
    if (store.get(`key ${next}`) !== `text ${next}`) throw new Error("wrong answer");
  })
  .add("put", () => store.put("key 3", "text 3"));

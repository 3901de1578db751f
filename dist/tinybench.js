import { a as W, d as q, f as u, i as O, l as b, m as x, n as H, o as X, p as v, r as K, s as _, t as G, u as l } from "./dist.js";
import { n as benches, r as tasksOf, t as Bench } from "./tinybench2.js";
export { Bench, X as Task, benches, q as calibrateTimerOverhead, W as classifyTimerSaturation, G as detectTimerSaturation, K as estimateResolution, O as formatNumber, b as hrtimeNow, x as hrtimeNowTimestampProvider, u as mToNs, H as medianAbsoluteDeviation, l as nToMs, _ as now, v as performanceNowTimestampProvider, tasksOf };

export { i as Gauge, s as MalformedModule, t as fuelContract, a as grantFunction, n as meter, r as meteredWebAssembly } from "./meter2.js";

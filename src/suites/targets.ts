import type { Target } from "../model/target.ts";

const ms = 1_000_000;

/**
 * What the runtime promises. They are promises about head alone, so they hold or fail without any base; they gate only
 * with `fail-on: target`.
 */
export const targets: readonly Target[] = [
  {
    name: "Cold start",
    figure: { case: "instantiation/cold-start", metric: "time" },
    below: 10 * ms,
    advice: [
      "Compile ahead of time and keep compiled modules: a second start of the same bytes is far cheaper.",
      "Load less host code before the first call; import what few guests need when they need it.",
      "Profile the start of the engine itself (node --cpu-prof) before optimising the guest.",
    ],
  },
  {
    name: "Warm start",
    figure: { case: "instantiation/warm-start", metric: "time" },
    below: 1 * ms,
    advice: [
      "Share one compiled module among all guests instead of compiling again.",
      "Reuse instances and reset them: a fresh memory is most of what a fresh instance costs.",
    ],
  },
  {
    name: "WebAssembly against native",
    figure: { case: "execution/wasm-add", metric: "time" },
    relativeTo: { case: "execution/native-add", metric: "time" },
    below: 1.05,
    advice: [
      "One addition measures the crossing, not the computing: move the loop into the guest and call it once.",
      "Profile where the time goes (node --cpu-prof) and check what metering adds.",
      "Check the optimisation level of the guest's compiler.",
    ],
  },
  {
    name: "Memory of a guest",
    figure: { case: "modules/footprint-64kb", metric: "memory" },
    below: 512 * 1024,
    advice: [
      "Declare a smaller initial memory; it can grow.",
      "Look for host functions that keep references to guests that were given up.",
      "Keep per-guest host state small: share what does not change.",
    ],
  },
  {
    name: "Trap detection",
    figure: { case: "crash/trap-unreachable", metric: "time" },
    below: 100,
    advice: [
      "An exception that carries a stack trace costs microseconds: limit its depth (Error.stackTraceLimit).",
      "Name the category lazily, from the message, only when somebody asks.",
    ],
  },
  {
    name: "Cleanup",
    figure: { case: "crash/cleanup-after-trap", metric: "time" },
    below: 1_000,
    advice: [
      "Profile what giving up a guest does; it should only drop references.",
      "Take the collection of metrics out of the path, or batch it.",
      "Do not name the trap's category while cleaning up.",
    ],
  },
  {
    name: "Sustained throughput",
    figure: { case: "load/sustained-throughput", metric: "throughput" },
    above: 7_403,
    advice: [
      "Look at the pool's metrics: an instance that is made for each execution costs more than the execution.",
      "Write the audit log behind the executions, in large pieces.",
      "Profile one thread under load (node --cpu-prof) before adding threads.",
    ],
  },
  {
    name: "150 executions at once",
    figure: { case: "load/concurrent-executions", metric: "throughput" },
    above: 5_329,
    advice: [
      "Send less to a thread for each execution, and send a module only once.",
      "Use as many threads as there are cores; more only take turns.",
      "Short executions may cost less on the calling thread than the way to another.",
    ],
  },
  {
    name: "Throughput under memory pressure",
    figure: { case: "load/memory-pressure", metric: "throughput" },
    above: 8_664,
    advice: [
      "Reset memories instead of making new ones; clear only what was written.",
      "Check that what is kept for the next execution has a limit.",
      "Declare a smaller initial memory in the guest; it can grow.",
    ],
  },
  {
    name: "Throughput while every outcome is counted",
    figure: { case: "load/metrics-accuracy", metric: "throughput" },
    above: 7_390,
    advice: [
      "Count in plain numbers, and hand them to the metrics library when they are collected.",
      "Name what an execution was refused or trapped for only once.",
      "Write the audit log behind the executions, in large pieces.",
    ],
  },
  {
    name: "Mixed workload",
    figure: { case: "load/mixed-workload", metric: "throughput" },
    above: 8_368,
    advice: [
      "Suspend what computes for long, so that short executions are let in between.",
      "Send less to a thread for each execution, and send a module only once.",
      "Check what metering adds to the guests that compute.",
    ],
  },
  {
    name: "Overshoot of a deadline",
    figure: { case: "load/deadline-accuracy", metric: "p99" },
    below: 5 * ms,
    advice: [
      "Give shorter slices: a deadline is noticed at the end of one.",
      "Look for instructions that take long and cost little fuel, such as growing a table.",
      "Check the load of the machine: who waits for a core overshoots.",
    ],
  },
  {
    name: "Rapid lists",
    figure: { case: "kernel/rapid-list", metric: "throughput" },
    above: 50,
    advice: [
      "Put the list together when the tools change, not when somebody asks.",
      "Look where the time goes: parse, validate, dispatch, guest and reply are figures of the same case.",
    ],
  },
  {
    name: "Rapid calls of tools",
    figure: { case: "kernel/rapid-invocation", metric: "throughput" },
    above: 30,
    advice: [
      "Compile the check of a tool's arguments once, and keep it.",
      "Look at the fuel of the guest, and at how much memory it touches: that is cleared after each call.",
    ],
  },
  {
    name: "A payload of a million characters",
    figure: { case: "kernel/large-payload", metric: "time" },
    below: 5_000 * ms,
    advice: [
      "Copy texts in one piece; look at a guest's strings byte by byte only where that is the work.",
      "Do not say a large result twice, as text and as structured content.",
    ],
  },
  {
    name: "Ten thousand requests",
    figure: { case: "kernel/sustained-load", metric: "throughput" },
    above: 40,
    advice: [
      "Compare `growth`: what is kept of each request slows down the ones after it.",
      "Profile one process under load (node --cpu-prof).",
    ],
  },
  {
    name: "Lists under stress against one alone",
    figure: { case: "kernel/rapid-list", metric: "p50" },
    relativeTo: { case: "kernel/list-alone", metric: "time" },
    below: 1.5,
    advice: [
      "What costs more under stress than alone waits for something: garbage collection, the audit log, the event loop.",
      "Compare the parts of a request, `parse` to `reply`, and look at the one that grew.",
    ],
  },
  {
    name: "Calls under stress against one alone",
    figure: { case: "kernel/rapid-invocation", metric: "p50" },
    relativeTo: { case: "kernel/invocation-alone", metric: "time" },
    below: 1.5,
    advice: [
      "What costs more under stress than alone waits for something: garbage collection, the audit log, the event loop.",
      "Compare the parts of a request, `parse` to `reply`, and look at the one that grew.",
    ],
  },
];

import { Bytes } from "../shared/bytes";
import { meant, shown } from "../shared/content";
import { Json } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";

export function run(): void {
  const given = input();
  if (given.textOf("operation", "run") == "list") {
    give(Json.object().set("commands", operation("run.commands", Json.object()).json.get("commands")!));
    return;
  }
  const command = given.get("command");
  if (command === null) refuse("a command is missing: which one shall run?");
  const stdin = meant(given.get("stdin"), given.textOf("stdinEncoding", "text"));
  const args = given.get("arguments");
  const folder = given.get("folder");
  const request = Json.object()
    .set("command", command!)
    .set("arguments", args === null ? Json.array() : args)
    .set("folder", folder === null ? Json.null() : folder)
    .set("timeoutMs", Json.number(given.numberOf("timeoutMs", 30000)))
    .set("outputBytes", Json.number(given.numberOf("maxOutputBytes", 1048576)));
  const answer = operation("run.command", request, stdin.at, stdin.size);
  const encoding = given.textOf("encoding", "text");
  const stdoutBytes = <i32>answer.json.numberOf("stdoutBytes", 0);
  const stderrBytes = <i32>answer.json.numberOf("stderrBytes", 0);
  give(
    Json.object()
      .set("exitCode", answer.json.get("exitCode")!)
      .set("signal", answer.json.get("signal")!)
      .set("stopped", answer.json.get("stopped")!)
      .set("stdout", shown(new Bytes(answer.bodyAt, stdoutBytes), encoding))
      .set("stderr", shown(new Bytes(answer.bodyAt + stdoutBytes, stderrBytes), encoding)),
  );
}

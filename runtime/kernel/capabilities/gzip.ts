import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import { OperationError, operation } from "./operation.ts";

const mebibyte = 1_048_576;

/** What a gzip file has in it (RFC 1952), from body to body. */
export const expandGzip = operation({
  capability: "library",
  request: z.strictObject({
    mostBytes: z
      .int()
      .min(1)
      .max(32 * mebibyte),
  }),
  access: () => null,
  perform: async ({ mostBytes }, packed, { charge }) => {
    try {
      const body = await promisify(gunzip)(packed, { maxOutputLength: mostBytes });
      charge(4 * body.length);
      return { json: { bytes: body.length }, body };
    } catch (thrown) {
      const isLarge = thrown instanceof Error && "code" in thrown && thrown.code === "ERR_BUFFER_TOO_LARGE";
      throw new OperationError(
        "failed",
        isLarge ? `the file unpacks to more than ${mostBytes} bytes` : `this is no gzip: ${String(thrown)}`,
      );
    }
  },
});
